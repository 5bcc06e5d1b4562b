package org.vdeli.manager.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void knowsThePasswordOfAHashAndNoOther() {
        String hash = passwords.hash("päss wörd! \"1");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("päss wörd! \"1", hash)).isTrue();
        assertThat(passwords.matches("päss wörd! \"2", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
        assertThat(passwords.matches("x".repeat(201), hash)).isFalse();
        assertThat(passwords.matchesNobody("päss wörd! \"1")).isFalse();
    }

    @Test
    void saltsEveryHash() {
        assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
    }
}

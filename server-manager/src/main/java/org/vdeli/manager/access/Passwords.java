package org.vdeli.manager.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.vdeli.manager.api.ProblemException;

/// Hashes passwords with Argon2id (RFC 9106), 19 MiB and two passes as OWASP's password storage
/// guide advises, and checks them. A check takes tens of milliseconds and 19 MiB, so only a few run
/// at once.
public final class Passwords {
    /// The longest password that is looked at, so that nobody makes us hash megabytes.
    public static final int MAX_LENGTH = 200;

    /// The shortest that may be chosen.
    public static final int MIN_LENGTH = 10;

    /// The words for a password that is not [#isAcceptable].
    public static final String ACCEPTABLE =
            "must be " + MIN_LENGTH + " to " + MAX_LENGTH + " characters";

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final long WAIT_SECONDS = 10;

    private final Semaphore atOnce =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final String decoy = hash(random());

    /// Whether somebody may choose this password.
    public static boolean isAcceptable(String password) {
        return password.length() >= MIN_LENGTH && password.length() <= MAX_LENGTH;
    }

    /// The text form of a password's hash: algorithm, parameters, salt and hash.
    public String hash(String password) {
        return Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID)
                .hash(password)
                .getResult();
    }

    /// Whether a password is the one of a hash.
    public boolean matches(String password, String hash) {
        if (password.isEmpty() || password.length() > MAX_LENGTH) {
            return false;
        }
        try {
            if (!atOnce.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw ProblemException.unavailable(
                        "could not check the password: too many others are being checked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("could not check the password: interrupted");
        }
        try {
            return Argon2Function.getInstanceFromHash(hash).check(password, hash);
        } finally {
            atOnce.release();
        }
    }

    /// Takes as long as [#matches] for a hash that is no password's: for names that do not exist,
    /// so that the time of an answer does not tell which do.
    public boolean matchesNobody(String password) {
        return matches(password, decoy);
    }

    /// A password that nobody can guess: 24 characters of 6 bits.
    public static String random() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

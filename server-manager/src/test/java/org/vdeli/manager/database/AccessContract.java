package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.api.Page;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.OperatorId;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.manager.access.Operator;
import org.vdeli.manager.access.OperatorSession;
import org.vdeli.manager.access.Operators;

/// What operators and their sessions have to keep, wherever they are stored.
interface AccessContract {
    Transactions transactions();

    @Test
    default void findsAnOperatorByNameAndChangesIt() {
        Operator anna = Fixtures.operator(1, "anna");
        Operator disabled = new Operator(anna.id(), "anna", Role.ADMIN, "other", true, Fixtures.T0);
        transactions().change(stores -> stores.operators().add(anna));
        transactions().change(stores -> stores.operators().update(disabled));
        assertThat(transactions().<Optional<Operator>>read(s -> s.operators().byName("anna")))
                .contains(disabled);
        assertThat(transactions().<Optional<Operator>>read(s -> s.operators().byName("Anna")))
                .isEmpty();
        assertThat(transactions().<Long>read(s -> s.operators().count())).isEqualTo(1);
    }

    @Test
    default void refusesASecondOperatorOfTheSameName() {
        transactions().change(stores -> stores.operators().add(Fixtures.operator(1, "anna")));
        assertThatThrownBy(() ->
                        transactions().change(s -> s.operators().add(Fixtures.operator(2, "anna"))))
                .isInstanceOfSatisfying(
                        DuplicateKey.class, e -> assertThat(e.key()).isEqualTo("operator_name"));
    }

    @Test
    default void pagesOperatorsByTextAndOrder() {
        transactions()
                .change(stores ->
                        Stream.of("carl", "Anna", "a_b", "berta")
                                .forEach(name ->
                                        stores.operators()
                                                .add(
                                                        Fixtures.operator(
                                                                name.length() * 100L
                                                                        + name.charAt(0),
                                                                name))));
        Page<Operator> first =
                transactions()
                        .read(s ->
                                s.operators()
                                        .page(
                                                Operators.Filter.ANY,
                                                new Paging<>(1, 3, Operators.Order.NAME, true)));
        assertThat(first.total()).isEqualTo(4);
        assertThat(first.items())
                .extracting(Operator::name)
                .containsExactly("carl", "berta", "a_b");
        Page<Operator> matching =
                transactions()
                        .read(s ->
                                s.operators()
                                        .page(
                                                new Operators.Filter(Optional.of("A_")),
                                                Paging.first(Operators.Order.CREATED_AT)));
        assertThat(matching.items()).extracting(Operator::name).containsExactly("a_b");
        Page<Operator> byRole =
                transactions()
                        .read(s ->
                                s.operators()
                                        .page(
                                                new Operators.Filter(Optional.of("%")),
                                                Paging.first(Operators.Order.ROLE)));
        assertThat(byRole.items()).isEmpty();
    }

    @Test
    default void forgetsSessionsThatExpiredOrWhoseOperatorIsGone() {
        Checksum one = Checksum.ofContent(new byte[] {1});
        Checksum two = Checksum.ofContent(new byte[] {2});
        OperatorId anna = new OperatorId(1);
        transactions()
                .change(stores -> {
                    stores.operators().add(Fixtures.operator(1, "anna"));
                    stores.sessions()
                            .add(
                                    new OperatorSession(
                                            one, anna, Fixtures.T0, Fixtures.T0.plusSeconds(10)));
                    stores.sessions()
                            .add(
                                    new OperatorSession(
                                            two, anna, Fixtures.T0, Fixtures.T0.plusSeconds(20)));
                });
        int expired =
                transactions()
                        .<Integer>write(
                                s -> s.sessions().removeExpired(Fixtures.T0.plusSeconds(10)));
        assertThat(expired).isEqualTo(1);
        assertThat(transactions().<Optional<OperatorSession>>read(s -> s.sessions().find(one)))
                .isEmpty();
        assertThat(transactions().<Optional<OperatorSession>>read(s -> s.sessions().find(two)))
                .map(OperatorSession::expiresAt)
                .contains(Fixtures.T0.plusSeconds(20));
        transactions().change(stores -> stores.operators().remove(anna));
        assertThat(transactions().<Optional<OperatorSession>>read(s -> s.sessions().find(two)))
                .isEmpty();
        transactions().change(stores -> stores.sessions().remove(two));
    }

    @Test
    default void rollsBackEverythingWhenTheWorkFails() {
        assertThatThrownBy(() ->
                        transactions()
                                .change(stores -> {
                                    stores.operators().add(Fixtures.operator(1, "anna"));
                                    throw new IllegalArgumentException("no");
                                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThat(transactions().<Long>read(s -> s.operators().count())).isZero();
    }

    @Test
    default void doesNotNestTransactions() {
        assertThatThrownBy(() ->
                        transactions()
                                .change(outer ->
                                        transactions().change(inner -> inner.operators().count())))
                .isInstanceOf(IllegalStateException.class);
    }
}

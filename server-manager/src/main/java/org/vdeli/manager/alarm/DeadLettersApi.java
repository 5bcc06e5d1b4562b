package org.vdeli.manager.alarm;

import java.util.List;
import java.util.function.Supplier;
import org.vdeli.contracts.amqp.Topology;
import org.vdeli.contracts.api.DeadLetterView;
import org.vdeli.contracts.api.DeadLettersView;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.fleet.BrokerManagement;
import org.vdeli.manager.fleet.BrokerManagementException;

/// `/api/v1/dead-letters`: the messages that were refused, each with its reason.
public final class DeadLettersApi {
    private static final String PATH = "/api/v1/dead-letters";
    private static final int SHOWN = 100;

    private final Edits edits;
    private final DeadLetters letters;

    public DeadLettersApi(Edits edits, DeadLetters letters) {
        this.edits = edits;
        this.letters = letters;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, "Show refused messages, the oldest 100")
                        .answers(DeadLettersView.class, call -> show()),
                Route.delete(PATH, Access.OPERATOR, "Delete all refused messages")
                        .ends(this::purge));
    }

    private DeadLettersView show() {
        return asked(() ->
                new DeadLettersView(
                        letters.count(),
                        letters.peek(SHOWN).stream().map(DeadLettersApi::view).toList()));
    }

    private static DeadLetterView view(BrokerManagement.PeekedMessage message) {
        return new DeadLetterView(
                message.reason(),
                message.queue(),
                message.routingKey(),
                message.body(),
                ByteCount.of(message.bytes()));
    }

    /// The entry in the audit trail is written first: messages that are gone without one could not
    /// be accounted for, while an entry for a purge that failed is followed by the next one.
    private void purge(Call call) {
        edits.act(call, "purge", ObjectKind.MANAGER, Topology.DEAD_LETTERS, stores -> true);
        asked(() -> {
            letters.purge();
            return true;
        });
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (BrokerManagementException e) {
            throw ProblemException.unavailable(
                    "could not ask the broker for its refused messages; try again");
        }
    }
}

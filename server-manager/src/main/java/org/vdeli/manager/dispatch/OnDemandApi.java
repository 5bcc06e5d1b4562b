package org.vdeli.manager.dispatch;

import java.util.List;
import org.vdeli.contracts.agent.Job;
import org.vdeli.contracts.agent.MissQuestion;
import org.vdeli.contracts.api.CopyDraft;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.OrderedCopyView;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.Edits;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;

/// `/agent/v1/misses` and `/api/v1/assets/{asset}/copies`: copies that viewers and operators ask
/// for.
public final class OnDemandApi {
    /// RFC 4918, 11.5: the server cannot store what it would need to.
    private static final int INSUFFICIENT_STORAGE = 507;

    private final Edits edits;
    private final OnDemand onDemand;

    public OnDemandApi(Edits edits, OnDemand onDemand) {
        this.edits = edits;
        this.onDemand = onDemand;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                                "/agent/v1/misses",
                                Access.AGENT,
                                "Ask for the order to fill what a viewer asked for")
                        .takes(Rules.of(MissQuestion.class))
                        .answers(Job.Fill.class, this::miss),
                Route.post(
                                "/api/v1/assets/{asset}/copies",
                                Access.OPERATOR,
                                "Have a server fetch an asset before viewers ask for it")
                        .takes(Rules.of(CopyDraft.class))
                        .creates(OrderedCopyView.class, this::warm));
    }

    private Job.Fill miss(Call call, MissQuestion question) {
        return switch (onDemand.miss(call.agent().server(), question.path(), question.room())) {
            case OnDemand.Outcome.Ordered ordered -> ordered.order();
            case OnDemand.Outcome.Refused(OnDemand.Reason reason, String detail) ->
                    throw problem(reason, detail);
        };
    }

    private OrderedCopyView warm(Call call, CopyDraft draft) {
        AssetId asset = call.id("asset", AssetId::of);
        OnDemand.Warmed warmed =
                onDemand.warm(
                        asset,
                        draft.server(),
                        call.caller().name(),
                        stores -> edits.did(call, stores, "fill", ObjectKind.ASSET, asset, draft));
        return switch (warmed) {
            case OnDemand.Warmed.Ordered(TransferJob job) ->
                    new OrderedCopyView(job.id(), job.asset(), job.server(), job.state());
            case OnDemand.Warmed.Refused(OnDemand.Reason reason, String detail) ->
                    throw problem(reason, detail);
        };
    }

    private static ProblemException problem(OnDemand.Reason reason, String detail) {
        return switch (reason) {
            case UNKNOWN -> ProblemException.notFound(detail);
            case NOT_HERE, THERE -> ProblemException.conflict("could not order a fill: " + detail);
            case TOO_LARGE ->
                    ProblemException.of(
                            INSUFFICIENT_STORAGE,
                            "no-room",
                            "No room for it",
                            "could not order a fill: " + detail);
        };
    }
}

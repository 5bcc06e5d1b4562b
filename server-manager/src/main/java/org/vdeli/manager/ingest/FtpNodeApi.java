package org.vdeli.manager.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.DeliveryAnswer;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.contracts.ingest.OutcomeQuery;
import org.vdeli.contracts.ingest.UploadDelivery;
import org.vdeli.contracts.ingest.UploadOutcomes;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.account.AccountsUnavailable;
import org.vdeli.manager.api.Access;
import org.vdeli.manager.api.Call;
import org.vdeli.manager.api.ProblemException;
import org.vdeli.manager.api.Route;
import org.vdeli.manager.api.Rules;

/// `/ftp/v1`: what FTP nodes that run on their own say to the manager.
public final class FtpNodeApi {
    private static final String CONTENT = "/ftp/v1/uploads/{receipt}/content";

    /// 32 MiB of piece checksums describe a file of about 2 TB.
    private static final long MAX_DELIVERY = 32L * 1024 * 1024;

    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private static final Rules<AccountCheck> LOGIN =
            Rules.of(AccountCheck.class)
                    .that("name", String.class, name -> name.length() <= 200, "is too long")
                    .that("password", String.class, word -> word.length() <= 1000, "is too long")
                    .that("client", String.class, client -> client.length() <= 100, "is too long");

    private static final Rules<UploadDelivery> DELIVERY =
            Rules.of(UploadDelivery.class)
                    .that("client", String.class, client -> client.length() <= 100, "is too long");

    private static final Rules<OutcomeQuery> OUTCOMES =
            Rules.of(OutcomeQuery.class)
                    .that(
                            "receipts",
                            List.class,
                            receipts -> receipts.size() <= OutcomeQuery.MOST,
                            "are more than " + OutcomeQuery.MOST);

    private final Accounts accounts;
    private final UploadIntake intake;
    private final NodeContents contents;

    public FtpNodeApi(Accounts accounts, UploadIntake intake, NodeContents contents) {
        this.accounts = accounts;
        this.intake = intake;
        this.contents = contents;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/ftp/v1/logins", Access.FTP_NODE, "Ask whether a publisher may log in")
                        .takes(LOGIN)
                        .answers(LoginAnswer.class, (call, check) -> check(check)),
                Route.head(CONTENT, Access.FTP_NODE, "Ask how much of an upload's content is here")
                        .streams("application/octet-stream", this::length),
                Route.put(CONTENT, Access.FTP_NODE, "Send content from a byte on (Content-Range)")
                        .streams("application/octet-stream", this::write),
                Route.post("/ftp/v1/uploads", Access.FTP_NODE, "Hand over a finished upload")
                        .bodyUpTo(MAX_DELIVERY)
                        .takes(DELIVERY)
                        .answers(DeliveryAnswer.class, (call, delivery) -> deliver(delivery)),
                Route.post("/ftp/v1/outcomes", Access.FTP_NODE, "Ask what became of uploads")
                        .takes(OUTCOMES)
                        .answers(
                                UploadOutcomes.class,
                                (call, query) ->
                                        new UploadOutcomes(intake.outcomes(query.receipts()))));
    }

    private LoginAnswer check(AccountCheck check) {
        try {
            return accounts.check(check);
        } catch (AccountsUnavailable e) {
            throw ProblemException.unavailable("could not check the account; try again");
        }
    }

    private void length(Call call) throws IOException {
        Path file = contents.place(call.id("receipt", UUID::fromString));
        if (!Files.exists(file)) {
            throw ProblemException.notFound("any content of this upload");
        }
        call.response().setStatus(200);
        call.response().setContentLengthLong(Files.size(file));
    }

    private void write(Call call) throws IOException {
        UUID receipt = call.id("receipt", UUID::fromString);
        String range = call.request().getHeader("Content-Range");
        if (range == null || range.equals("bytes */0")) {
            contents.write(receipt, 0, Long.MAX_VALUE, call.request().getInputStream());
        } else {
            Matcher parts = RANGE.matcher(range);
            if (!parts.matches()) {
                throw ProblemException.invalid("Content-Range", "must be bytes first-last/size");
            }
            long first = Long.parseLong(parts.group(1));
            long last = Long.parseLong(parts.group(2));
            if (last < first || last >= Long.parseLong(parts.group(3))) {
                throw ProblemException.invalid("Content-Range", "must lie within the size");
            }
            contents.write(receipt, first, last - first + 1, call.request().getInputStream());
        }
        call.response().setStatus(204);
    }

    private DeliveryAnswer deliver(UploadDelivery delivery) {
        try {
            contents.check(delivery.receipt(), delivery.checksum());
            DeliveryAnswer answer = intake.deliver(delivery, contents.place(delivery.receipt()));
            contents.drop(delivery.receipt());
            return answer;
        } catch (NoSuchFileException e) {
            throw ProblemException.conflict(
                    "could not take upload "
                            + delivery.receipt()
                            + ": its content is not here; send it first");
        } catch (IOException e) {
            throw new UncheckedIOException("could not take upload " + delivery.receipt(), e);
        }
    }
}

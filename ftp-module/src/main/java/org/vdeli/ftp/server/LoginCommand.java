package org.vdeli.ftp.server;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.impl.ServerFtpStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.contracts.ingest.AccountCheck;
import org.vdeli.contracts.ingest.FtpAccount;
import org.vdeli.contracts.ingest.LoginAnswer;
import org.vdeli.ftp.account.Accounts;
import org.vdeli.ftp.account.AccountsUnavailable;
import org.vdeli.ftp.home.HomeView;
import org.vdeli.ftp.upload.Uploads;

/// PASS: asks the manager. Without its answer nobody comes in.
final class LoginCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(LoginCommand.class);

    private final FtpSettings settings;
    private final Accounts accounts;
    private final Path homes;
    private final Uploads uploads;

    LoginCommand(FtpSettings settings, Accounts accounts, Path homes, Uploads uploads) {
        this.settings = settings;
        this.accounts = accounts;
        this.homes = homes;
        this.uploads = uploads;
    }

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
            throws IOException {
        String name = session.getUserArgument();
        if (session.isLoggedIn()) {
            session.write(new DefaultFtpReply(230, "You are logged in already"));
        } else if (name == null) {
            session.write(new DefaultFtpReply(503, "Send USER first"));
        } else {
            String password = request.hasArgument() ? request.getArgument() : "";
            check(
                    session,
                    context,
                    new AccountCheck(name, password, PublisherSession.client(session)));
        }
    }

    private void check(FtpIoSession session, FtpServerContext context, AccountCheck check)
            throws IOException {
        LoginAnswer answer;
        try {
            answer = accounts.check(check);
        } catch (AccountsUnavailable e) {
            LOG.warn("could not check an FTP login name={} cause={}", check.name(), e.getMessage());
            session.write(
                    new DefaultFtpReply(
                            530, "Your account cannot be checked at the moment; try again later"));
            return;
        }
        switch (answer) {
            case LoginAnswer.Welcome welcome -> welcome(session, context, welcome.account());
            case LoginAnswer.Refused refused -> refuse(session, check, refused.reason());
        }
    }

    private void welcome(FtpIoSession session, FtpServerContext context, FtpAccount account)
            throws IOException {
        HomeView view = new HomeView(account, homes, () -> uploads.status(account.name()));
        PublisherUser user = new PublisherUser(account, settings.idleTime());
        session.setUser(user);
        session.setUserArgument(null);
        session.setMaxIdleTime(user.getMaxIdleTime());
        session.setLogin(view);
        if (context.getFtpStatistics() instanceof ServerFtpStatistics statistics) {
            statistics.setLogin(session);
        }
        LOG.debug(
                "ftp login publisher={} client={}",
                account.name(),
                PublisherSession.client(session));
        session.write(
                new DefaultFtpReply(
                        230,
                        account.welcome()
                                .orElse(
                                        "Welcome, "
                                                + account.name()
                                                + ". What became of your uploads:"
                                                + " /.vdeli/status.txt")));
    }

    private void refuse(FtpIoSession session, AccountCheck check, String reason) {
        LOG.info("ftp login refused name={} client={}", check.name(), check.client());
        session.increaseFailedLogins();
        try {
            Thread.sleep(settings.loginFailureDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.write(new DefaultFtpReply(530, reason));
        session.setUserArgument(null);
        if (session.getFailedLogins() >= settings.maxLoginFailures()) {
            session.closeOnFlush();
        }
    }
}

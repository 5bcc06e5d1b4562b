package org.vdeli.console;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vdeli.console.alarms.AlarmsModel;
import org.vdeli.console.alarms.AlarmsScreen;
import org.vdeli.console.assets.AssetsModel;
import org.vdeli.console.assets.AssetsScreen;
import org.vdeli.console.audit.AuditModel;
import org.vdeli.console.audit.AuditScreen;
import org.vdeli.console.audit.ManagerAudit;
import org.vdeli.console.frame.FrameModel;
import org.vdeli.console.frame.FrameView;
import org.vdeli.console.frame.PaletteModel;
import org.vdeli.console.frame.Screen;
import org.vdeli.console.frame.ScreenEntry;
import org.vdeli.console.jobs.JobsModel;
import org.vdeli.console.jobs.JobsScreen;
import org.vdeli.console.jobs.ManagerJobs;
import org.vdeli.console.link.Answer;
import org.vdeli.console.link.Background;
import org.vdeli.console.link.Done;
import org.vdeli.console.link.LinkState;
import org.vdeli.console.link.ManagerAddress;
import org.vdeli.console.link.ManagerLink;
import org.vdeli.console.login.LoginModel;
import org.vdeli.console.login.LoginView;
import org.vdeli.console.map.ManagerEditing;
import org.vdeli.console.map.MapModel;
import org.vdeli.console.map.MapScreen;
import org.vdeli.console.mirror.FleetTrace;
import org.vdeli.console.mirror.Mirror;
import org.vdeli.console.overview.OverviewModel;
import org.vdeli.console.overview.OverviewScreen;
import org.vdeli.console.policies.ManagerPolicies;
import org.vdeli.console.policies.PoliciesModel;
import org.vdeli.console.policies.PoliciesScreen;
import org.vdeli.console.servers.ServersModel;
import org.vdeli.console.servers.ServersScreen;
import org.vdeli.console.text.Labels;
import org.vdeli.console.ui.Brand;
import org.vdeli.console.ui.Theme;
import org.vdeli.contracts.api.Acknowledgement;
import org.vdeli.contracts.api.ReplicaView;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.id.AssetId;
import org.vdeli.contracts.id.JobId;
import org.vdeli.contracts.wire.Codec;

/// Puts the console together: one window, one line to a manager, the screens.
public final class Wiring implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wiring.class);
    private static final double WIDTH = 1400;
    private static final double HEIGHT = 900;

    private final Stage stage;
    private final Settings settings;
    private final InstantSource clock = Clock.systemUTC();
    private final Background background = new Background(Platform::runLater);
    private final Mirror mirror = new Mirror(clock);
    private final FleetTrace fleet = new FleetTrace(mirror, clock);
    private final ManagerLink link =
            new ManagerLink(
                    new Codec(), clock, new SecureRandom(), ManagerLink.SILENCE, mirror::accept);
    private final FrameModel frameModel =
            new FrameModel(link, mirror, background, clock, this::showLogin);
    private final LoginModel loginModel = new LoginModel(link, background, this::signedIn);
    private final Ticker ticker = new Ticker(frameModel::refresh, this::refreshScreen);
    private final StackPane root = new StackPane();
    private Theme theme;
    private volatile @Nullable FrameView frame;

    private Wiring(Stage stage, ConsoleOptions options, Settings settings) {
        this.stage = stage;
        this.settings = settings;
        this.theme = options.theme().orElseGet(() -> rememberedTheme(settings));
        loginModel
                .addressProperty()
                .set(
                        options.manager()
                                .map(ManagerAddress::toString)
                                .or(() -> settings.get(Settings.Key.MANAGER))
                                .orElse(""));
        loginModel
                .nameProperty()
                .set(options.user().or(() -> settings.get(Settings.Key.USER)).orElse(""));
    }

    public static Wiring of(Stage stage, ConsoleOptions options, Settings settings) {
        return new Wiring(stage, options, settings);
    }

    /// The screens, in the order of the navigation.
    private List<ScreenEntry> screens() {
        List<ScreenEntry> all =
                new ArrayList<>(
                        List.of(
                                new ScreenEntry(
                                        "overview",
                                        MaterialDesignV.VIEW_DASHBOARD_OUTLINE,
                                        this::overview),
                                new ScreenEntry("map", MaterialDesignE.EARTH, this::map),
                                new ScreenEntry("servers", MaterialDesignS.SERVER, this::servers),
                                new ScreenEntry(
                                        "assets", MaterialDesignF.FILE_VIDEO_OUTLINE, this::assets),
                                new ScreenEntry(
                                        "policies", MaterialDesignS.SCALE_BALANCE, this::policies),
                                new ScreenEntry("jobs", MaterialDesignS.SWAP_VERTICAL, this::jobs),
                                new ScreenEntry(
                                        "alarms", MaterialDesignB.BELL_OUTLINE, this::alarms)));
        if (link.session().filter(s -> s.role() == Role.ADMIN).isPresent()) {
            all.add(new ScreenEntry("audit", MaterialDesignH.HISTORY, this::audit));
        }
        return List.copyOf(all);
    }

    private Screen overview() {
        return new OverviewScreen(new OverviewModel(mirror, fleet, clock, background.screen()));
    }

    private Screen map() {
        return new MapScreen(
                new MapModel(
                        mirror,
                        asset ->
                                link.list(
                                        "/api/v1/assets/" + asset + "/replicas", ReplicaView.class),
                        new ManagerEditing(link),
                        this::mayAct,
                        background,
                        ticker::soon));
    }

    private Screen servers() {
        return new ServersScreen(new ServersModel(mirror, fleet, clock, background.screen()));
    }

    private Screen assets() {
        return new AssetsScreen(
                new AssetsModel(
                        mirror,
                        new AssetsModel.Asking() {
                            @Override
                            public Answer<List<ReplicaView>> replicas(AssetId asset) {
                                return link.list(
                                        "/api/v1/assets/" + asset + "/replicas", ReplicaView.class);
                            }

                            @Override
                            public Answer<Done> retry(JobId job) {
                                return link.order("/api/v1/jobs/" + job + "/retry");
                            }
                        },
                        this::mayAct,
                        background,
                        clock),
                ticker::soon);
    }

    private Screen policies() {
        return new PoliciesScreen(
                new PoliciesModel(
                        mirror, new ManagerPolicies(link), this::mayAct, background, clock));
    }

    private Screen jobs() {
        return new JobsScreen(
                new JobsModel(
                        new ManagerJobs(link, new Codec()),
                        this::mayAct,
                        background,
                        clock,
                        ZoneId.systemDefault()));
    }

    private Screen audit() {
        return new AuditScreen(new AuditModel(new ManagerAudit(link), background, clock));
    }

    private Screen alarms() {
        return new AlarmsScreen(
                new AlarmsModel(
                        mirror,
                        (alarm, comment) ->
                                link.tell(
                                        "/api/v1/alarms/" + alarm + "/acknowledgement",
                                        new Acknowledgement(comment)),
                        this::mayAct,
                        background,
                        clock),
                ticker::soon);
    }

    /// Whether the operator may change anything; the manager has the last word.
    private boolean mayAct() {
        return link.session().filter(s -> s.role() != Role.VIEWER).isPresent();
    }

    /// Opens the window at the login.
    ///
    /// @param password signs in with it at once where manager and name are known too
    public void show(Optional<String> password) {
        theme.apply();
        Scene scene = new Scene(root, WIDTH, HEIGHT);
        stage.getIcons().add(Brand.icon());
        stage.setTitle(Labels.text("window.title"));
        stage.setMinWidth(960);
        stage.setMinHeight(600);
        stage.setScene(scene);
        remember(Map.of(Settings.Key.THEME, theme.name().toLowerCase(Locale.ROOT)));
        showLogin();
        scene.addPostLayoutPulseListener(new FirstPulse(scene));
        stage.show();
        ticker.start();
        password.filter(given -> !loginModel.addressProperty().get().isBlank())
                .filter(given -> !loginModel.nameProperty().get().isBlank())
                .ifPresent(loginModel::signIn);
    }

    /// Tells once, when the window is there, how long the program took from its start.
    private final class FirstPulse implements Runnable {
        private final Scene scene;

        private FirstPulse(Scene scene) {
            this.scene = scene;
        }

        @Override
        public void run() {
            scene.removePostLayoutPulseListener(this);
            ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(begin -> Duration.between(begin, clock.instant()))
                    .ifPresent(took -> log.info("window shown after_ms={}", took.toMillis()));
        }
    }

    private void showLogin() {
        frame = null;
        fleet.clear();
        LoginView login = new LoginView(loginModel);
        root.getChildren().setAll(login.view());
        login.focus();
    }

    private void signedIn(ManagerAddress manager) {
        Map<Settings.Key, String> remembered = new EnumMap<>(Settings.Key.class);
        remembered.put(Settings.Key.MANAGER, manager.toString());
        remembered.put(Settings.Key.USER, loginModel.nameProperty().get().strip());
        remember(remembered);
        FrameView made =
                new FrameView(
                        frameModel,
                        screens(),
                        new Directory(mirror, this::mayAct)::commands,
                        offers -> new PaletteModel(offers, background),
                        this::switchTheme,
                        ticker::soon);
        frame = made;
        root.getChildren().setAll(made.view());
    }

    private void switchTheme() {
        theme = theme.other();
        theme.apply();
        remember(Map.of(Settings.Key.THEME, theme.name().toLowerCase(Locale.ROOT)));
    }

    private void remember(Map<Settings.Key, String> values) {
        background.run("console-settings", () -> settings.put(values));
    }

    private void refreshScreen() {
        fleet.tick(link.state() instanceof LinkState.Live);
        FrameView shown = frame;
        Screen screen = shown == null ? null : shown.current();
        if (screen != null) {
            screen.refresh();
        }
    }

    private static Theme rememberedTheme(Settings settings) {
        return settings.get(Settings.Key.THEME).filter("light"::equals).isPresent()
                ? Theme.LIGHT
                : Theme.DARK;
    }

    @Override
    public void close() {
        ticker.close();
        link.close();
    }
}

package org.vdeli.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vdeli.console.assets.Spreading;
import org.vdeli.console.frame.Command;
import org.vdeli.console.frame.FrameStatus;
import org.vdeli.console.link.Refusal;
import org.vdeli.contracts.agent.Report;
import org.vdeli.contracts.agent.TransferMethod;
import org.vdeli.contracts.api.AlarmSeverity;
import org.vdeli.contracts.api.AlarmState;
import org.vdeli.contracts.api.JobAction;
import org.vdeli.contracts.api.JobKind;
import org.vdeli.contracts.api.JobQuery;
import org.vdeli.contracts.api.JobState;
import org.vdeli.contracts.api.ObjectKind;
import org.vdeli.contracts.api.ReplicaState;
import org.vdeli.contracts.api.Role;
import org.vdeli.contracts.api.ServerRole;
import org.vdeli.contracts.api.ServerState;
import org.vdeli.contracts.api.Spread;

final class LabelsTest {
    private static final Pattern USED =
            Pattern.compile(
                    "(?:Labels\\.text|Message\\.of)\\(\\s*\"([a-z0-9.-]+)\"|\"((?:server|servers|login|pane|assets|map|policies|jobs|palette|keys|audit)\\.[a-z0-9.-]+)\"");

    private final ResourceBundle texts = ResourceBundle.getBundle(Labels.BUNDLE, Locale.ROOT);

    @Test
    void everyConstantThatIsShownHasAText() {
        for (Enum<?>[] constants :
                List.<Enum<?>[]>of(
                        ServerState.values(),
                        ServerRole.values(),
                        ReplicaState.values(),
                        Spreading.values(),
                        AlarmSeverity.values(),
                        AlarmState.values(),
                        Role.values(),
                        ObjectKind.values(),
                        JobState.values(),
                        JobKind.values(),
                        JobAction.values(),
                        JobQuery.Field.values(),
                        JobQuery.Operator.values(),
                        JobQuery.Join.values(),
                        Report.Reason.values(),
                        Spread.values(),
                        TransferMethod.values(),
                        Command.Kind.values(),
                        Refusal.values(),
                        FrameStatus.Line.values())) {
            for (Enum<?> constant : constants) {
                assertThat(texts.keySet()).contains(prefixOf(constant) + "." + constant.name());
            }
        }
    }

    @Test
    void everyKeyInTheSourcesHasAText() throws IOException {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(LabelsTest::read)
                    .forEach(source -> {
                        Matcher used = USED.matcher(source);
                        while (used.find()) {
                            String key = used.group(1) == null ? used.group(2) : used.group(1);
                            if (!key.endsWith(".") && !isKnown(key)) {
                                missing.add(key);
                            }
                        }
                    });
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void fillsValuesIn() {
        assertThat(Labels.text("servers.count", "1", 1)).isEqualTo("1 server");
        assertThat(Labels.text("servers.count", "4\u2009000", 4000))
                .isEqualTo("4\u2009000 servers");
    }

    @Test
    void aMissingKeyShowsItself() {
        assertThat(Labels.text("no.such.key")).isEqualTo("no.such.key");
    }

    /// As a text, or as what the constants of an enumeration have in front.
    private boolean isKnown(String key) {
        return texts.containsKey(key)
                || texts.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    private static String prefixOf(Enum<?> constant) {
        return switch (constant) {
            case ServerState state -> "server";
            case ServerRole role -> "server-role";
            case ReplicaState state -> "replica";
            case Spreading spreading -> "spreading";
            case AlarmSeverity severity -> "severity";
            case AlarmState state -> "alarm-state";
            case Role role -> "role";
            case ObjectKind kind -> "kind";
            case JobState state -> "job";
            case JobKind kind -> "job-kind";
            case JobAction action -> "jobs.action";
            case JobQuery.Field field -> "jobs.field";
            case JobQuery.Operator operator -> "jobs.operator";
            case JobQuery.Join join -> "jobs.join";
            case Report.Reason reason -> "cause";
            case Spread spread -> "policies.spread";
            case TransferMethod method -> "transfer";
            case Command.Kind kind -> "palette";
            case Refusal refusal -> "refusal";
            case FrameStatus.Line line -> "line";
            default -> throw new AssertionError("no prefix for " + constant);
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

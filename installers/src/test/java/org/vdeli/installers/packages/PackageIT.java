package org.vdeli.installers.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes the package of the edge servers and looks at it with Debian's own tool.
final class PackageIT {
    @TempDir static Path folder;

    private static Path root;
    private static Path control;

    @BeforeAll
    static void make() throws Exception {
        Path project = Path.of("..").toRealPath();
        SystemTool.output(
                List.of(
                        project.resolve("vdeli").toString(),
                        "package",
                        "--only=edge-agent",
                        "--format=deb",
                        "--out=" + folder),
                Map.of("VDELI_NO_BUILD", "1"),
                project);
        Path made;
        try (Stream<Path> files = Files.list(folder)) {
            made = files.filter(f -> f.toString().endsWith(".deb")).findFirst().orElseThrow();
        }
        SystemTool.output(List.of("sha256sum", "--check", "SHA256SUMS"), Map.of(), folder);
        root = folder.resolve("root");
        control = folder.resolve("control");
        SystemTool.output(
                List.of("dpkg-deb", "-x", made.toString(), root.toString()), Map.of(), folder);
        SystemTool.output(
                List.of("dpkg-deb", "-e", made.toString(), control.toString()), Map.of(), folder);
    }

    @Test
    void theProgramRunsOnTheRuntimeOfThePackageAlone() throws Exception {
        Path home = root.resolve("usr/lib/vdeli/edge-agent");

        String version =
                SystemTool.output(
                        List.of(
                                home.resolve("runtime/bin/java").toString(),
                                "-cp",
                                home.resolve("lib") + "/*",
                                "org.vdeli.agent.Agent",
                                "--version"),
                        Map.of(),
                        folder);

        assertThat(version).startsWith("vdeli agent ");
    }

    @Test
    void anEditedConfigurationSurvivesUpgrades() throws Exception {
        assertThat(Files.readString(control.resolve("conffiles")).strip())
                .isEqualTo("/etc/vdeli/edge-agent.yaml");
    }

    @Test
    void theUnitStartsTheCommandOfThePackage() throws Exception {
        assertThat(root.resolve("usr/lib/systemd/system/vdeli-edge-agent.service"))
                .content()
                .contains(
                        "ExecStart=/usr/bin/vdeli-edge-agent run --config=/etc/vdeli/edge-agent.yaml")
                .doesNotContain("/opt/vdeli");
    }

    @Test
    void theScriptsAreOnesThatTheShellReadsAndAllIsFilledIn() throws Exception {
        for (Path script :
                List.of(
                        control.resolve("postinst"),
                        control.resolve("prerm"),
                        control.resolve("postrm"),
                        root.resolve("usr/bin/vdeli-edge-agent"))) {
            SystemTool.output(List.of("sh", "-n", script.toString()), Map.of(), folder);
            assertThat(script).content().doesNotContainPattern("@[A-Z]+@");
        }
    }
}

package org.vdeli.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

final class PaletteModelTest {
    private final List<Command> all =
            List.of(
                    command(Command.Kind.ASSET, "acme/servers.mp4", ""),
                    command(Command.Kind.SERVER, "edge-lis-1", "lis · 192.0.2.7"),
                    command(Command.Kind.CLUSTER, "lis", "emea"),
                    command(Command.Kind.SCREEN, "Servers", ""));

    @Test
    void namesThatBeginSoComeFirstThenWordsThenTheRest() {
        assertThat(names("ser")).containsExactly("Servers", "acme/servers.mp4");
        assertThat(names("lis")).containsExactly("lis", "edge-lis-1");
        assertThat(names("192.0.2.7")).containsExactly("edge-lis-1");
        assertThat(names("LIS edge")).containsExactly("edge-lis-1");
        assertThat(names("nothing of the kind")).isEmpty();
    }

    @Test
    void withoutATextScreensComeFirst() {
        assertThat(names("").getFirst()).isEqualTo("Servers");
    }

    @Test
    void givesNoMoreThanAnybodyLooksThrough() {
        List<Command> many = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            many.add(command(Command.Kind.SERVER, "edge-" + i, ""));
        }
        assertThat(PaletteModel.best(many, "edge")).hasSize(PaletteModel.LONGEST_LIST);
    }

    private List<String> names(String text) {
        return PaletteModel.best(all, text).stream().map(Command::name).toList();
    }

    private static Command command(Command.Kind kind, String name, String hint) {
        return new Command(kind, name, hint, MaterialDesignC.CIRCLE, () -> {});
    }
}

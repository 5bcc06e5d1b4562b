package org.vdeli.console;

import java.util.Optional;
import org.vdeli.console.link.ManagerAddress;
import org.vdeli.console.ui.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The command line of the console.
@Command(
        name = "vdeli console",
        description = "Opens the operators' console of a vdeli manager.",
        mixinStandardHelpOptions = true,
        version = "vdeli console 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "The address and the name of the last login are remembered, the password never.",
            "Where VDELI_CONSOLE_PASSWORD is set, the console signs in by itself with it."
        })
public final class ConsoleOptions {
    /// The environment variable with the password of an automatic login.
    public static final String PASSWORD_VARIABLE = "VDELI_CONSOLE_PASSWORD";

    @Option(
            names = "--manager",
            paramLabel = "ADDRESS",
            description = "The manager, such as http://cdn.example.org:8080.",
            converter = AddressConverter.class)
    private Optional<ManagerAddress> manager = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "The operator's name.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--theme",
            paramLabel = "dark|light",
            description = "How it looks; remembered.",
            converter = ThemeConverter.class)
    private Optional<Theme> theme = Optional.empty();

    public Optional<ManagerAddress> manager() {
        return manager;
    }

    public Optional<String> user() {
        return user;
    }

    public Optional<Theme> theme() {
        return theme;
    }

    static final class AddressConverter
            implements picocli.CommandLine.ITypeConverter<ManagerAddress> {
        @Override
        public ManagerAddress convert(String text) {
            try {
                return ManagerAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    static final class ThemeConverter implements picocli.CommandLine.ITypeConverter<Theme> {
        @Override
        public Theme convert(String text) {
            return switch (text) {
                case "dark" -> Theme.DARK;
                case "light" -> Theme.LIGHT;
                default -> throw new TypeConversionException("'" + text + "' is not dark or light");
            };
        }
    }
}

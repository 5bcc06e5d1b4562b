package org.vdeli.installers.packages;

import java.util.List;
import java.util.Locale;

/// A program that is packed for servers.
enum Product {
    /// The manager with its FTP service.
    MANAGER(
            "server-manager",
            "org.vdeli.manager.Manager",
            "manager",
            "vdeli-manager",
            List.of("-Xmx512m"),
            "manager of a vdeli content delivery network",
            "Decides which edge servers get which videos, sends them their jobs and knows what each"
                    + " of them holds; with the FTP service for publishers, the REST interface and the"
                    + " event stream for consoles. Uses the database and the broker that are"
                    + " configured, or starts a private MariaDB and RabbitMQ of its own.",
            List.of(),
            List.of("rabbitmq-server"),
            List.of(
                    "java.instrument",
                    "java.rmi",
                    "java.security.jgss",
                    "jdk.naming.dns",
                    "jdk.security.jgss")),
    /// The FTP service on a machine of its own.
    FTP(
            "ftp-module",
            "org.vdeli.ftp.FtpNode",
            "ftp",
            "vdeli-ftp",
            List.of("-Xmx256m"),
            "FTP service of a vdeli content delivery network",
            "Takes the uploads of publishers by FTP and FTPS on a machine of its own and hands them to"
                    + " the manager.",
            List.of(),
            List.of(),
            List.of("java.security.jgss")),
    /// The agent of an edge server.
    EDGE_AGENT(
            "edge-agent",
            "org.vdeli.agent.Agent",
            "edge-agent",
            "vdeli-edge",
            List.of(
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "-XX:Tier4InvocationThreshold=100000",
                    "-XX:Tier4MinInvocationThreshold=12000",
                    "-XX:Tier4CompileThreshold=300000",
                    "-XX:Tier4BackEdgeThreshold=800000"),
            "agent of a vdeli edge server",
            "Fetches the videos that the manager assigns to this server, shares them with its"
                    + " neighbours, serves them with nginx and reports what viewers get. After the"
                    + " installation, 'vdeli-edge-agent setup' connects the server to its manager.",
            List.of("nginx"),
            List.of(),
            List.of());

    /// What every program needs of Java, by `jdeps`; [Staging] adds what it alone needs.
    private static final List<String> MODULES =
            List.of(
                    "java.base",
                    "java.desktop",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.security.sasl",
                    "java.sql",
                    "jdk.httpserver",
                    "jdk.jcmd",
                    "jdk.jfr",
                    "jdk.management",
                    "jdk.unsupported");

    private final String module;
    private final String mainClass;
    private final String shortName;
    private final String user;
    private final List<String> javaOptions;
    private final String summary;
    private final String description;
    private final List<String> needs;
    private final List<String> recommends;
    private final List<String> furtherModules;

    Product(
            String module,
            String mainClass,
            String shortName,
            String user,
            List<String> javaOptions,
            String summary,
            String description,
            List<String> needs,
            List<String> recommends,
            List<String> furtherModules) {
        this.module = module;
        this.mainClass = mainClass;
        this.shortName = shortName;
        this.user = user;
        this.javaOptions = javaOptions;
        this.summary = summary;
        this.description = description;
        this.needs = needs;
        this.recommends = recommends;
        this.furtherModules = furtherModules;
    }

    /// Name of the package, of its command and of its unit.
    String packageName() {
        return "vdeli-" + shortName;
    }

    /// Name for `--only`.
    String shortName() {
        return shortName;
    }

    /// The product of a name.
    ///
    /// @throws IllegalArgumentException that names those there are
    static Product of(String name) {
        for (Product product : values()) {
            if (product.shortName.equals(name.toLowerCase(Locale.ROOT))
                    || product.packageName().equals(name)) {
                return product;
            }
        }
        throw new IllegalArgumentException(
                "there is no package '"
                        + name
                        + "'; there are "
                        + String.join(
                                ", ", List.of(values()).stream().map(Product::shortName).toList()));
    }

    /// Folder of its Maven module.
    String module() {
        return module;
    }

    String mainClass() {
        return mainClass;
    }

    /// The user that it runs as, and its group.
    String user() {
        return user;
    }

    /// Where it keeps what it knows.
    String stateFolder() {
        return "/var/lib/" + user;
    }

    /// Its configuration.
    String configFile() {
        return "/etc/vdeli/" + shortName + ".yaml";
    }

    /// Where its program files are.
    String home() {
        return "/usr/lib/vdeli/" + shortName;
    }

    List<String> javaOptions() {
        return javaOptions;
    }

    String summary() {
        return summary;
    }

    String description() {
        return description;
    }

    /// Packages that it cannot do without; their names are the same in Debian and Red Hat.
    List<String> needs() {
        return needs;
    }

    /// Packages that most installations want.
    List<String> recommends() {
        return recommends;
    }

    /// Modules of its Java runtime.
    List<String> modules() {
        return java.util.stream.Stream.concat(MODULES.stream(), furtherModules.stream()).toList();
    }
}

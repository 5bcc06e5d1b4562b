package org.vdeli.installers.packages;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A program that is packed for servers.
///
/// @param module folder of its Maven module
/// @param mainClass what its command starts
/// @param shortName for `--only`, and in the names of its files
/// @param user that it runs as, and its group
/// @param javaOptions options of its Java runtime
/// @param summary one line
/// @param description a few sentences
/// @param needs packages that it cannot do without; named alike by Debian and Red Hat
/// @param recommends packages that most installations want
/// @param furtherModules of Java, besides those that every program needs
/// @param hasCommands whether it has several commands, each with a help of its own
record Product(
        String module,
        String mainClass,
        String shortName,
        String user,
        List<String> javaOptions,
        String summary,
        String description,
        List<String> needs,
        List<String> recommends,
        List<String> furtherModules,
        boolean hasCommands) {
    /// The manager with its FTP service.
    static final Product MANAGER =
            new Product(
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
                            "jdk.security.jgss"),
                    true);

    /// The FTP service on a machine of its own.
    static final Product FTP =
            new Product(
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
                    List.of("java.security.jgss"),
                    false);

    /// The request router on a machine of its own.
    static final Product ROUTER =
            new Product(
                    "request-router",
                    "org.vdeli.router.RequestRouter",
                    "router",
                    "vdeli-router",
                    List.of("-Xmx512m", "-Dlogback.configurationFile=router-logback.xml"),
                    "request router of a vdeli content delivery network",
                    "Sends viewers to the nearest edge server that is well and has the video. Any number of"
                            + " routers may run; they go on with what they knew while the managers are away.",
                    List.of(),
                    List.of(),
                    List.of(),
                    false);

    /// The agent of an edge server.
    static final Product EDGE_AGENT =
            new Product(
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
                    List.of("nginx", "procps"),
                    List.of(),
                    List.of(),
                    true);

    /// All of them.
    static final List<Product> ALL = List.of(MANAGER, FTP, ROUTER, EDGE_AGENT);

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

    Product {
        javaOptions = List.copyOf(javaOptions);
        needs = List.copyOf(needs);
        recommends = List.copyOf(recommends);
        furtherModules = List.copyOf(furtherModules);
    }

    /// Name of the package, of its command and of its unit.
    String packageName() {
        return "vdeli-" + shortName;
    }

    /// The product of a name.
    ///
    /// @throws IllegalArgumentException that names those there are
    static Product of(String name) {
        for (Product product : ALL) {
            if (product.shortName.equals(name.toLowerCase(Locale.ROOT))
                    || product.packageName().equals(name)) {
                return product;
            }
        }
        throw new IllegalArgumentException(
                "there is no package '"
                        + name
                        + "'; there are "
                        + String.join(", ", ALL.stream().map(Product::shortName).toList()));
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

    /// Modules of its Java runtime.
    List<String> modules() {
        return Stream.concat(MODULES.stream(), furtherModules.stream()).toList();
    }
}

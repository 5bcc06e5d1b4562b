package org.vdeli.ftp.ftpput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The command line, as far as no server is needed.
class FtpPutTest {
    private static final List<String> COMPLETE =
            List.of("-s", "127.0.0.1:1", "-u", "ben", "-p", "ben");

    private final StringWriter output = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new FtpPut())
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(output))
                .execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -u ben -p ben -l a.mp4 | Missing required option: '--server=HOST[:PORT]'
                    -s here -p ben -l a.mp4 | Missing required option: '--user=NAME'
                    -s here -u ben -p ben | Nothing to send: give --local or --generate
                    -s here:there -u ben -p ben --generate 1x1B | --server must be HOST or HOST:PORT, not here:there
                    -s here -u ben -p ben --generate 1 | a load is COUNTxSIZE, such as 5000x16kB, not 1
                    -s here -u ben -p ben --generate 1x1B --sessions 0 | --sessions and --repeat must be at least 1
                    -s here -u ben -p ben --generate 1x1B --repeat 0 | --sessions and --repeat must be at least 1
                    -s here -u ben -p ben --generate 1x1B --retries many | Invalid value for option '--retries'
                    -s here -u ben -p ben --generate 1x1B --timeout 0 | --timeout must be 1 to 86400 and --retries at least 0
                    -s here -u ben -p ben --generate 1x1B --retries -1 | --timeout must be 1 to 86400 and --retries at least 0
                    --no-such-option | Missing required options
                    """)
    void endsWithTwoAndTheReasonWhereTheCommandLineIsWrong(String line, String reason) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(output.toString()).contains(reason);
    }

    @Test
    void endsWithOneWithoutAServer() {
        String[] args = COMPLETE.toArray(new String[COMPLETE.size() + 2]);
        args[COMPLETE.size()] = "--generate";
        args[COMPLETE.size() + 1] = "1x1B";
        assertThat(run(args)).isEqualTo(1);
    }

    @Test
    void explainsEveryOptionAndItsExitStatus() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString())
                .contains(
                        "-s, --server",
                        "-u, --user",
                        "-p, --password",
                        "-l, --local",
                        "-t, --target",
                        "-o, --overwrite",
                        "-a, --ascii",
                        "--sessions",
                        "--repeat",
                        "--generate",
                        "--ftps",
                        "--ca",
                        "--retries",
                        "--timeout",
                        "-q, --quiet")
                .contains("Exit status:", "Examples:")
                .contains("0   everything was sent or is there already")
                .contains("1   no connection or no login")
                .contains("2   not everything was sent, or the command line is wrong");
    }
}

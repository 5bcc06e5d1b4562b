package org.vdeli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateMariaDbIT {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(names = {"EMBEDDED", "INSTALLED"})
    void keepsItsDataOverAStopAndOverAKill(PrivateMariaDb.Binary binary)
            throws SQLException, IOException {
        PrivateMariaDb.Settings settings =
                PrivateMariaDb.Settings.in(folder.resolve("db")).with(binary);
        int port;
        try (PrivateMariaDb first = PrivateMariaDb.start(settings)) {
            port = first.port();
            execute(first, "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(20))");
            execute(first, "INSERT INTO t VALUES (1, 'grün')");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("db/app.password"))))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("db/mariadb.pid")).doesNotExist();

        PrivateMariaDb second = PrivateMariaDb.start(settings);
        assertThat(second.port()).isEqualTo(port);
        execute(second, "INSERT INTO t VALUES (2, 'blau')");
        ProcessHandle.of(second.pid()).orElseThrow().destroyForcibly();
        await().until(() -> !second.isAlive());
        second.close();

        try (PrivateMariaDb third = PrivateMariaDb.start(settings)) {
            assertThat(texts(third, "SELECT name FROM t ORDER BY id"))
                    .containsExactly("grün", "blau");
            execute(third, "CREATE DATABASE vdeli_more");
            assertThat(texts(third, "SELECT @@character_set_server")).containsExactly("utf8mb4");
        }
    }

    @Test
    void letsNobodyInWithoutAPassword() throws SQLException {
        try (PrivateMariaDb db =
                PrivateMariaDb.start(PrivateMariaDb.Settings.in(folder.resolve("db")))) {
            for (String name : List.of("root", "vdeli", "", "anybody")) {
                assertThatThrownBy(
                                () -> DriverManager.getConnection(db.jdbcUrl(), name, "").close())
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("Access denied");
            }
            try (Connection connection =
                            DriverManager.getConnection(db.jdbcUrl(), "root", db.rootPassword());
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "SELECT CONCAT(User, '@', Host) FROM mysql.global_priv ORDER BY"
                                            + " 1")) {
                List<String> found = new java.util.ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                assertThat(found)
                        .containsExactly(
                                "mariadb.sys@localhost",
                                "root@127.0.0.1",
                                "root@localhost",
                                "vdeli@127.0.0.1",
                                "vdeli@localhost");
            }
            assertThatThrownBy(() -> execute(db, "SELECT * FROM mysql.global_priv"))
                    .hasMessageContaining("denied");
        }
    }

    @Test
    void refusesAFolderThatIsInUseAndSaysSo() {
        PrivateMariaDb.Settings settings = PrivateMariaDb.Settings.in(folder.resolve("db"));
        try (PrivateMariaDb db = PrivateMariaDb.start(settings)) {
            assertThatThrownBy(() -> PrivateMariaDb.start(settings).close())
                    .isInstanceOf(ServiceStartException.class)
                    .hasMessage(
                            "could not start MariaDB in "
                                    + folder.resolve("db")
                                    + ": a running program already uses this folder; stop that"
                                    + " program or choose another data folder");
            assertThat(db.isAlive()).isTrue();
        }
    }

    @Test
    void saysWhatIsWrongWithTheEndOfTheLog() {
        PrivateMariaDb.Settings settings =
                PrivateMariaDb.Settings.in(folder.resolve("db")).with("--no-such-option=1");
        assertThatThrownBy(() -> PrivateMariaDb.start(settings).close())
                .isInstanceOf(ServiceStartException.class)
                .hasMessageStartingWith(
                        "could not start mariadb in "
                                + folder.resolve("db")
                                + ": it ended with status ")
                .hasMessageContaining("unknown variable 'no-such-option=1'");
    }

    @Test
    void givesUpWhenItsTablesAreNotMadeInTime() {
        PrivateMariaDb.Settings usual = PrivateMariaDb.Settings.in(folder.resolve("db"));
        PrivateMariaDb.Settings hasty =
                new PrivateMariaDb.Settings(
                        usual.folder(),
                        usual.binaryCache(),
                        usual.binary(),
                        usual.port(),
                        usual.database(),
                        usual.options(),
                        Duration.ofMillis(1));
        assertThatThrownBy(() -> PrivateMariaDb.start(hasty).close())
                .isInstanceOf(ServiceStartException.class)
                .hasMessageContaining("its tables were not made within PT0.001S");
    }

    private static void execute(PrivateMariaDb db, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(PrivateMariaDb db, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new java.util.ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}

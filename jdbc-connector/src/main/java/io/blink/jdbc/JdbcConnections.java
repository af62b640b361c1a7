package io.blink.jdbc;

import io.blink.core.error.BlinkException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/** Connections to databases, and what their errors mean. */
final class JdbcConnections {
    private static final String CONNECTION_ERROR_CLASS = "08";

    private JdbcConnections() {}

    /** A new connection; tries until the table's time-out. Blocks. */
    static Connection open(JdbcTable table) {
        Driver driver = driver(table);
        Properties properties = new Properties();
        if (table.user() != null) {
            properties.setProperty("user", table.user());
        }
        if (table.password() != null) {
            properties.setProperty("password", table.password());
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(table.timeoutSeconds());
        while (true) {
            try {
                return driver.connect(table.url(), properties);
            } catch (SQLException e) {
                if (!isOfConnection(e) || System.nanoTime() > deadline) {
                    throw failed(table, "connecting", e);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(JdbcErrorCode.CONNECTION_FAILED, "Connecting to a database was interrupted.", e);
        }
    }

    /** Drivers lie beside this class; the driver manager knows only those that the application's class loader has seen. */
    private static Driver driver(JdbcTable table) {
        try {
            if (table.driver() != null) {
                Class<?> type = Class.forName(table.driver(), true, JdbcConnections.class.getClassLoader());
                return (Driver) type.getDeclaredConstructor().newInstance();
            }
            for (Driver driver : ServiceLoader.load(Driver.class, JdbcConnections.class.getClassLoader())) {
                if (driver.acceptsURL(table.url())) {
                    return driver;
                }
            }
            return DriverManager.getDriver(table.url());
        } catch (ReflectiveOperationException | ClassCastException | SQLException e) {
            throw new BlinkException(
                    JdbcErrorCode.DRIVER_NOT_FOUND,
                    "There is no driver "
                            + (table.driver() == null ? "for " + withoutParameters(table.url()) : table.driver())
                            + " (table " + table.path() + "): put its jar into the folder plugins/jdbc of Blink.",
                    e);
        }
    }

    /** Whether the connection, and not a statement, is what failed. */
    static boolean isOfConnection(SQLException e) {
        return e instanceof SQLRecoverableException
                || e instanceof SQLTransientException
                || e instanceof SQLNonTransientConnectionException
                || e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_ERROR_CLASS);
    }

    static BlinkException failed(JdbcTable table, String what, SQLException e) {
        SQLException last = e;
        while (last.getNextException() != null) {
            last = last.getNextException();
        }
        return new BlinkException(
                isOfConnection(e) ? JdbcErrorCode.CONNECTION_FAILED : JdbcErrorCode.STATEMENT_FAILED,
                "Table " + table.path() + " (" + table.name() + " at " + withoutParameters(table.url()) + "): " + what
                        + " failed: " + last.getMessage(),
                e);
    }

    /** Parameters of a URL may be secrets. */
    private static String withoutParameters(String url) {
        return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
    }
}

package io.blink.hive.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorType;
import io.blink.hive.HiveAssertions;
import io.blink.hive.HiveErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTableResult;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TIOStreamTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the client behaves when servers are gone, break connections or do not know a call: against a scripted server on a real socket. */
class MetastoreRetryTest {
    private final List<ScriptedServer> servers = new ArrayList<>();
    private final VirtualClock clock = new VirtualClock();

    @AfterEach
    void stop() throws IOException {
        for (ScriptedServer server : servers) {
            server.socket.close();
        }
    }

    @Test
    void unreachableMetastoreIsReportedWithWhoWhereAndHowLong() throws IOException {
        MetastoreAddress first = deadAddress();
        MetastoreAddress second = deadAddress();
        try (ThriftMetastoreClient client = client(first, second)) {
            assertThatThrownBy(() -> client.findTable("db", "t"))
                    .isInstanceOfSatisfying(BlinkException.class, e -> {
                        assertThat(e.code()).isEqualTo(HiveErrorCode.METASTORE_UNREACHABLE);
                        assertThat(e.code().type()).isEqualTo(ErrorType.EXTERNAL);
                    })
                    .hasMessageContaining(first.toString())
                    .hasMessageContaining(second.toString())
                    .hasMessageContaining("GET_TABLE of table db.t")
                    .hasMessageContaining("hive.metastore.uris")
                    .hasMessageMatching("(?s).*failed after \\d+ tries in \\d+ ms.*");
            assertThat(clock.pauses).hasSizeGreaterThan(3).isSorted();
            assertThat(clock.nanoTime())
                    .isLessThanOrEqualTo(Duration.ofSeconds(20).toNanos());
        }
    }

    @Test
    void nextAddressIsTriedWhenTheFirstIsDown() throws IOException {
        ScriptedServer server = server(call -> Answer.NOT_FOUND);
        try (ThriftMetastoreClient client = client(deadAddress(), server.address())) {
            assertThat(client.findTable("db", "t")).isEmpty();
            assertThat(clock.pauses).isEmpty();
        }
    }

    @Test
    void brokenConnectionIsReplacedAndTheRequestRepeated() throws IOException {
        ScriptedServer server = server(call -> call == 0 ? Answer.BREAK : Answer.NOT_FOUND);
        try (ThriftMetastoreClient client = client(server.address())) {
            assertThat(client.findTable("db", "t")).isEmpty();
            assertThat(server.calls.get()).isEqualTo(2);
            assertThat(client.callCounts()).isEqualTo(Map.of(MetastoreCall.GET_TABLE, 1L));
        }
    }

    @Test
    void tableThatWasCreatedBeforeTheAnswerWasLostIsNoConflict() throws IOException {
        ScriptedServer server = server(call -> call == 0 ? Answer.DO_AND_BREAK : Answer.DO);
        try (ThriftMetastoreClient client = client(server.address())) {
            client.createTable(view("db", "v"));
            assertThat(server.table).isNotNull();
        }
    }

    @Test
    void tableThatSomeoneElseCreatedIsAConflict() throws IOException {
        ScriptedServer server = server(call -> Answer.DO);
        try (ThriftMetastoreClient client = client(server.address())) {
            client.createTable(view("db", "v"));
            HiveAssertions.assertFails(
                    HiveErrorCode.TABLE_ALREADY_EXISTS, "db.v", () -> client.createTable(view("db", "v")));
        }
    }

    @Test
    void changeWithoutAnyAnswerIsOfUnknownOutcome() throws IOException {
        ScriptedServer server = server(call -> Answer.BREAK);
        try (ThriftMetastoreClient client = client(server.address())) {
            HiveAssertions.assertFails(
                    HiveErrorCode.METASTORE_OUTCOME_UNKNOWN,
                    "the change may or may not have been made",
                    () -> client.createTable(view("db", "v")));
        }
    }

    @Test
    void unknownRequestObjectCallIsAskedOnceAConnection() throws IOException {
        ScriptedServer server = server(call -> Answer.DO);
        server.olderCallsOnly = true;
        try (ThriftMetastoreClient client = client(server.address())) {
            client.createTable(view("db", "v"));
            server.table = null;
            client.createTable(view("db", "v"));
            assertThat(server.methods).containsExactly("create_table_req", "create_table", "create_table");
        }
    }

    private static MetastoreTable view(String database, String name) {
        return new MetastoreTable(
                database,
                name,
                "me",
                TableKind.VIEW,
                new MetastoreStorage(List.of(), Optional.empty(), "", "", "", Map.of(), 0, List.of(), Map.of()),
                List.of(),
                Map.of(),
                Optional.of("SELECT 1"),
                Optional.of("SELECT 1"));
    }

    private ThriftMetastoreClient client(MetastoreAddress... addresses) {
        return new ThriftMetastoreClient(
                MetastoreSettings.of(List.of(addresses), "me")
                        .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(20)),
                clock);
    }

    private MetastoreAddress deadAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new MetastoreAddress("localhost", socket.getLocalPort());
        }
    }

    private ScriptedServer server(IntFunction<Answer> script) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        servers.add(server);
        Thread thread = new Thread(server::serve, "scripted-metastore");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private enum Answer {
        DO,
        /** Does what is asked, then closes the connection without a word. */
        DO_AND_BREAK,
        /** Closes the connection without doing anything. */
        BREAK,
        NOT_FOUND
    }

    private static final class VirtualClock implements RetryClock {
        private final List<Duration> pauses = new ArrayList<>();
        private long nanos;

        @Override
        public synchronized long nanoTime() {
            return nanos;
        }

        @Override
        public synchronized void pause(Duration duration) {
            pauses.add(duration);
            nanos += duration.toNanos();
        }
    }

    /** Serves one connection at a time; knows how to create and get one table. */
    private static final class ScriptedServer {
        final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        final AtomicInteger calls = new AtomicInteger();
        final List<String> methods = new ArrayList<>();
        private final IntFunction<Answer> script;
        volatile boolean olderCallsOnly;
        volatile Table table;

        ScriptedServer(IntFunction<Answer> script) throws IOException {
            this.script = script;
        }

        MetastoreAddress address() {
            return new MetastoreAddress("localhost", socket.getLocalPort());
        }

        void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    TBinaryProtocol protocol = new TBinaryProtocol(
                            new TIOStreamTransport(connection.getInputStream(), connection.getOutputStream()));
                    while (answer(protocol)) {
                        // goes on with the next request of this connection
                    }
                } catch (IOException | TException e) {
                    if (socket.isClosed()) {
                        return;
                    }
                }
            }
        }

        private boolean answer(TBinaryProtocol protocol) throws TException {
            TMessage message = protocol.readMessageBegin();
            switch (message.name) {
                case "set_ugi" -> {
                    new ThriftHiveMetastore.set_ugi_args().read(protocol);
                    protocol.readMessageEnd();
                    ThriftHiveMetastore.set_ugi_result result = new ThriftHiveMetastore.set_ugi_result();
                    result.setSuccess(List.of());
                    return reply(protocol, message, result);
                }
                case "get_table_req" -> {
                    ThriftHiveMetastore.get_table_req_args request = new ThriftHiveMetastore.get_table_req_args();
                    request.read(protocol);
                    return scripted(protocol, message, answer -> getTable(request.getReq(), answer));
                }
                case "create_table_req" -> {
                    ThriftHiveMetastore.create_table_req_args request = new ThriftHiveMetastore.create_table_req_args();
                    request.read(protocol);
                    if (olderCallsOnly) {
                        methods.add(message.name);
                        protocol.readMessageEnd();
                        return replyUnknown(protocol, message);
                    }
                    return scripted(protocol, message, answer -> createTable(request.getRequest()));
                }
                case "create_table" -> {
                    ThriftHiveMetastore.create_table_args request = new ThriftHiveMetastore.create_table_args();
                    request.read(protocol);
                    return scripted(protocol, message, answer -> createTableOlder(request.getTbl()));
                }
                default -> throw new TException("unscripted call " + message.name);
            }
        }

        private boolean scripted(
                TBinaryProtocol protocol, TMessage message, java.util.function.Function<Answer, TBase<?, ?>> work)
                throws TException {
            methods.add(message.name);
            protocol.readMessageEnd();
            Answer answer = script.apply(calls.getAndIncrement());
            if (answer == Answer.BREAK) {
                return false;
            }
            TBase<?, ?> result = work.apply(answer);
            return answer != Answer.DO_AND_BREAK && reply(protocol, message, result);
        }

        private TBase<?, ?> getTable(GetTableRequest request, Answer answer) {
            ThriftHiveMetastore.get_table_req_result result = new ThriftHiveMetastore.get_table_req_result();
            if (answer == Answer.NOT_FOUND || table == null) {
                result.setO2(new NoSuchObjectException(request.getTblName() + " table not found"));
            } else {
                result.setSuccess(new GetTableResult(table));
            }
            return result;
        }

        private TBase<?, ?> createTable(CreateTableRequest request) {
            ThriftHiveMetastore.create_table_req_result result = new ThriftHiveMetastore.create_table_req_result();
            if (table != null) {
                result.setO1(new AlreadyExistsException("Table exists"));
            } else {
                table = request.getTable();
            }
            return result;
        }

        private TBase<?, ?> createTableOlder(Table created) {
            ThriftHiveMetastore.create_table_result result = new ThriftHiveMetastore.create_table_result();
            if (table != null) {
                result.setO1(new AlreadyExistsException("Table exists"));
            } else {
                table = created;
            }
            return result;
        }

        private static boolean reply(TBinaryProtocol protocol, TMessage message, TBase<?, ?> result) throws TException {
            protocol.writeMessageBegin(new TMessage(message.name, TMessageType.REPLY, message.seqid));
            result.write(protocol);
            protocol.writeMessageEnd();
            protocol.getTransport().flush();
            return true;
        }

        private static boolean replyUnknown(TBinaryProtocol protocol, TMessage message) throws TException {
            protocol.writeMessageBegin(new TMessage(message.name, TMessageType.EXCEPTION, message.seqid));
            new TApplicationException(
                            TApplicationException.UNKNOWN_METHOD, "Invalid method name: '" + message.name + "'")
                    .write(protocol);
            protocol.writeMessageEnd();
            protocol.getTransport().flush();
            return true;
        }
    }
}

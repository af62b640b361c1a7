package io.blink.hive.metastore;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.layered.TFramedTransport;

/**
 * One socket to one metastore server. Used by one thread at a time. After a transport failure the connection is of no use and must be closed. Remembers
 * which request-object calls the server does not know.
 */
final class MetastoreConnection implements AutoCloseable {
    /** A request as one of the generated client's methods. */
    @FunctionalInterface
    interface Request<T> {
        T send(ThriftHiveMetastore.Client client) throws TException;
    }

    private final MetastoreAddress address;
    private final TTransport transport;
    private final ThriftHiveMetastore.Client client;
    private final Set<MetastoreCall> withoutRequestObject = EnumSet.noneOf(MetastoreCall.class);

    private MetastoreConnection(MetastoreAddress address, TTransport transport, ThriftHiveMetastore.Client client) {
        this.address = address;
        this.transport = transport;
        this.client = client;
    }

    static MetastoreConnection open(MetastoreAddress address, MetastoreSettings settings) throws TException {
        TConfiguration limits = TConfiguration.custom()
                .setMaxMessageSize(settings.messageBytesMax())
                .setMaxFrameSize(settings.messageBytesMax())
                .build();
        TSocket socket = new TSocket(
                limits,
                address.host(),
                address.port(),
                millis(settings.readTimeout()),
                millis(settings.connectTimeout()));
        TTransport transport =
                settings.protocol().framed() ? new TFramedTransport(socket, settings.messageBytesMax()) : socket;
        TProtocol protocol =
                settings.protocol().compact() ? new TCompactProtocol(transport) : new TBinaryProtocol(transport);
        try {
            transport.open();
            ThriftHiveMetastore.Client client = new ThriftHiveMetastore.Client(protocol);
            // The metastore creates folders as this user unless it is told to act as itself.
            client.set_ugi(settings.user(), List.of());
            return new MetastoreConnection(address, transport, client);
        } catch (TException e) {
            transport.close();
            throw e;
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    <T> T send(Request<T> request) throws TException {
        return request.send(client);
    }

    /** Sends the request-object form, or the older form once the server has said that it does not know the former. */
    <T> T send(MetastoreCall call, Request<T> request, Request<T> older) throws TException {
        if (!withoutRequestObject.contains(call)) {
            try {
                return request.send(client);
            } catch (TApplicationException e) {
                if (e.getType() != TApplicationException.UNKNOWN_METHOD) {
                    throw e;
                }
                withoutRequestObject.add(call);
            }
        }
        return older.send(client);
    }

    MetastoreAddress address() {
        return address;
    }

    @Override
    public void close() {
        transport.close();
    }
}

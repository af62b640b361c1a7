package io.blink.kafka.table;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The brokers that clients begin with, as they are listed in {@code bootstrap.servers}: {@code HOST:PORT}, perhaps behind a protocol, with commas between. */
final class BootstrapServers {
    private static final Pattern SERVER = Pattern.compile("(?:.*://)?\\[?([^\\[\\]/]+?)]?:\\d+");

    private BootstrapServers() {}

    /** The hosts that have no address here and now; none if one has, since one is enough. Asks the name service. */
    static List<String> unknownHosts(String servers) {
        List<String> unknown = new ArrayList<>();
        for (String server : servers.split(",")) {
            Matcher matcher = SERVER.matcher(server.strip());
            if (matcher.matches()) {
                if (hasAddress(matcher.group(1))) {
                    return List.of();
                }
                unknown.add(matcher.group(1));
            }
        }
        return unknown;
    }

    private static boolean hasAddress(String host) {
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

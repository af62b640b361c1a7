package io.blink.hive.metastore;

/** Compares locations as the metastore returns them, where {@code file:/a}, {@code file:///a} and {@code /a/} name the same folder. */
public final class MetastoreLocation {
    private MetastoreLocation() {}

    /** Whether both name the same folder; a location without scheme or host agrees with any scheme or host. */
    public static boolean same(String left, String right) {
        Parts a = Parts.of(left);
        Parts b = Parts.of(right);
        return a.path.equals(b.path) && agree(a.scheme, b.scheme) && agree(a.authority, b.authority);
    }

    private static boolean agree(String left, String right) {
        return left.isEmpty() || right.isEmpty() || left.equalsIgnoreCase(right);
    }

    private record Parts(String scheme, String authority, String path) {
        /** Splits by hand: partition folders contain characters that java.net.URI refuses. */
        static Parts of(String location) {
            String rest = location;
            String scheme = "";
            int slash = rest.indexOf('/');
            int colon = rest.indexOf(':');
            if (colon > 0 && (slash < 0 || colon < slash)) {
                scheme = rest.substring(0, colon);
                rest = rest.substring(colon + 1);
            }
            String authority = "";
            if (rest.startsWith("//")) {
                int end = rest.indexOf('/', 2);
                authority = end < 0 ? rest.substring(2) : rest.substring(2, end);
                rest = end < 0 ? "" : rest.substring(end);
            }
            while (rest.endsWith("/")) {
                rest = rest.substring(0, rest.length() - 1);
            }
            return new Parts(scheme, authority, rest);
        }
    }
}

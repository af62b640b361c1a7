package io.blink.hive;

/** Paths of files and folders as text; nothing is escaped or resolved, as in Hadoop. */
public final class HivePaths {
    private HivePaths() {}

    public static String child(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    public static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The part of a file's path below a folder that contains it; the two may spell scheme and host differently. */
    public static String below(String folder, String file) {
        String folderPath = pathOf(folder);
        String filePath = pathOf(file);
        String prefix = folderPath.endsWith("/") ? folderPath : folderPath + "/";
        if (!filePath.startsWith(prefix)) {
            throw new IllegalArgumentException(file + " is not in " + folder);
        }
        return filePath.substring(prefix.length());
    }

    private static String pathOf(String location) {
        int slash = location.indexOf('/');
        int colon = location.indexOf(':');
        String rest = colon > 0 && (slash < 0 || colon < slash) ? location.substring(colon + 1) : location;
        if (rest.startsWith("//")) {
            int root = rest.indexOf('/', 2);
            return root < 0 ? "/" : rest.substring(root);
        }
        return rest;
    }
}

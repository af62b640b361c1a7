package io.blink.core.spi.filesystem;

/** @param path absolute URI @param length bytes @param modificationMillis since 1970-01-01T00:00:00Z */
public record FileStatus(String path, long length, long modificationMillis, boolean directory) {
    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

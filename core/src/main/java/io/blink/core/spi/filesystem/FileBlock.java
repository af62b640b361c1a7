package io.blink.core.spi.filesystem;

import java.util.List;

/** A part of a file that lies as a whole on each of its hosts. @param offset its first byte @param hosts best first */
public record FileBlock(long offset, long length, List<String> hosts) {
    public FileBlock {
        hosts = List.copyOf(hosts);
    }

    /** The hosts of the block that holds the byte at {@code position}; empty if none does. */
    public static List<String> hostsAt(List<FileBlock> blocks, long position) {
        for (FileBlock block : blocks) {
            if (position >= block.offset && position - block.offset < block.length) {
                return block.hosts;
            }
        }
        return List.of();
    }
}

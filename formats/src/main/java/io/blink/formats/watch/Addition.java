package io.blink.formats.watch;

import java.util.List;

/** Something that was added to a table: a partition with all its files, or a file. */
public interface Addition {
    ReadMark mark();

    /** What it is read in, sorted by path and offset, as long as its files stay as they are; perhaps nothing. Blocks. */
    List<FilePart> parts();
}

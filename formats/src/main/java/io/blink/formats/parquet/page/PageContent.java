package io.blink.formats.parquet.page;

import org.apache.parquet.column.Encoding;

/**
 * What a data page holds, decompressed.
 *
 * @param levelsApart whether levels have no length in front (DataPageV2): then they are {@code repetition} and {@code definition}, else the first bytes of {@code values}
 * @param repetition {@code null} if the levels are not apart
 * @param definition {@code null} if the levels are not apart
 */
record PageContent(
        boolean levelsApart,
        PageBytes repetition,
        PageBytes definition,
        PageBytes values,
        Encoding repetitionEncoding,
        Encoding definitionEncoding,
        Encoding encoding) {}

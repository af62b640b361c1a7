package io.blink.formats.parquet.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.formats.bytes.HeldArrays;
import io.blink.formats.bytes.SpareArrays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class PageCodecsTest {
    private static final byte[] FIRST = "first page, longer than the next".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = "second page".getBytes(StandardCharsets.UTF_8);

    private final HeldArrays arrays = new HeldArrays(new SpareArrays(1 << 20));
    private final PageCodecs codecs =
            new PageCodecs(HadoopCodecs.newFactory(new PlainParquetConfiguration(), 0), arrays);

    @Test
    void aPageThatIsDamagedLeavesTheNextOneAlone() throws IOException {
        PageCodecs.Decompressor pages = codecs.decompressor(CompressionCodecName.SNAPPY);
        assertThat(content(pages, Snappy.compress(FIRST), FIRST.length)).isEqualTo(FIRST);
        assertThatThrownBy(() -> content(pages, new byte[] {-1, -1, 3}, 100)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> content(pages, Snappy.compress(FIRST), 7))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("instead of 7");
        assertThat(content(pages, Snappy.compress(SECOND), SECOND.length)).isEqualTo(SECOND);
    }

    @Test
    void codecsOfTheLibraryWorkAsWell() throws IOException {
        PageCodecs.Decompressor pages = codecs.decompressor(CompressionCodecName.UNCOMPRESSED);
        assertThat(content(pages, FIRST, FIRST.length)).isEqualTo(FIRST);
        byte[] gzip = HadoopCodecs.newFactory(new PlainParquetConfiguration(), 1000)
                .getCompressor(CompressionCodecName.GZIP)
                .compress(BytesInput.from(FIRST))
                .toInputStream()
                .readAllBytes();
        assertThat(content(codecs.decompressor(CompressionCodecName.GZIP), gzip, FIRST.length))
                .isEqualTo(FIRST);
    }

    @Test
    void arraysGoOnToTheNextRowGroup() throws IOException {
        byte[] array = decompressed(40_000).array();
        assertThat(arrays.bytes()).isEqualTo(array.length);
        codecs.endRowGroup();
        assertThat(arrays.bytes()).isZero();
        assertThat(decompressed(39_000).array()).isSameAs(array);
        assertThat(arrays.bytesMost()).isEqualTo(array.length);
    }

    private PageBytes decompressed(int length) throws IOException {
        byte[] compressed = Snappy.compress(new byte[length]);
        return codecs.decompressor(CompressionCodecName.SNAPPY)
                .decompress(new PageBytes(compressed, 0, compressed.length), length);
    }

    private static byte[] content(PageCodecs.Decompressor pages, byte[] compressed, int length) throws IOException {
        PageBytes content = pages.decompress(new PageBytes(compressed, 0, compressed.length), length);
        return Arrays.copyOfRange(content.array(), content.from(), content.to());
    }
}

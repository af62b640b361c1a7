package io.blink.formats.parquet.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class PageCodecsTest {
    private static final byte[] FIRST = "first page, longer than the next".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = "second page".getBytes(StandardCharsets.UTF_8);

    private final PageCodecs codecs =
            new PageCodecs(HadoopCodecs.newFactory(new PlainParquetConfiguration(), 0), new SpareArrays(1 << 20));

    @Test
    void pagesAreDecompressedWhenTheirContentIsAskedFor() throws IOException {
        PageReader pages = pages(List.of(Snappy.compress(FIRST), new byte[] {-1, -1, 3}, Snappy.compress(SECOND)));

        assertThat(content(codecs.readPage(pages))).isEqualTo(FIRST);
        LazyPage damaged = codecs.readPage(pages);
        assertThat(content(codecs.readPage(pages))).isEqualTo(SECOND);
        assertThatThrownBy(() -> content(damaged)).isInstanceOf(ParquetDecodingException.class);
        assertThat(codecs.readPage(pages)).isNull();
    }

    @Test
    void arraysGoOnToTheNextRowGroup() throws IOException {
        LazyPage page = codecs.readPage(pages(List.of(Snappy.compress(new byte[40_000]))));
        byte[] array = page.content(((DataPageV1) page.page()).getBytes()).array();
        codecs.endRowGroup();
        LazyPage next = codecs.readPage(pages(List.of(Snappy.compress(new byte[39_000]))));
        assertThat(next.content(((DataPageV1) next.page()).getBytes()).array()).isSameAs(array);
    }

    private static byte[] content(LazyPage page) throws IOException {
        PageBytes content = page.content(((DataPageV1) page.page()).getBytes());
        return Arrays.copyOfRange(content.array(), content.from(), content.to());
    }

    /** One column chunk. */
    private PageReader pages(List<byte[]> compressed) {
        BytesInputDecompressor decompressor = codecs.getDecompressor(CompressionCodecName.SNAPPY);
        Queue<byte[]> left = new ArrayDeque<>(compressed);
        return new PageReader() {
            @Override
            public DictionaryPage readDictionaryPage() {
                return null;
            }

            @Override
            public long getTotalValueCount() {
                return compressed.size();
            }

            @Override
            public DataPage readPage() {
                byte[] next = left.poll();
                return next == null ? null : page(decompressor, next);
            }
        };
    }

    private static DataPage page(BytesInputDecompressor decompressor, byte[] compressed) {
        try {
            int length = Snappy.isValidCompressedBuffer(compressed) ? Snappy.uncompressedLength(compressed) : 100;
            Statistics<?> none = Statistics.createStats(
                    Types.required(PrimitiveTypeName.INT32).named("number"));
            return new DataPageV1(
                    decompressor.decompress(BytesInput.from(compressed), length),
                    1,
                    length,
                    none,
                    Encoding.RLE,
                    Encoding.RLE,
                    Encoding.PLAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

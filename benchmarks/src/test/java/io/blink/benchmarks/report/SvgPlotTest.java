package io.blink.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.benchmarks.report.SvgPlot.Axis;
import io.blink.benchmarks.report.SvgPlot.Tick;
import java.io.StringReader;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SvgPlotTest {
    @Test
    void pointsStandWhereTheAxesSay() throws Exception {
        SvgPlot plot = new SvgPlot(
                "a < b & c",
                new Axis("x", DoubleUnaryOperator.identity(), List.of(new Tick(0, "0"), new Tick(10, "10"))),
                new Axis("y", Math::log10, List.of(new Tick(1, "1"), new Tick(10, "10"), new Tick(100, "100"))));
        plot.line("first", new double[] {0, 5, 10, 20}, new double[] {1, 10, 100, 1000});
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot.text())));
        Element line = (Element) svg.getElementsByTagName("polyline").item(0);
        assertThat(line.getAttribute("points").strip()).isEqualTo("80.0,360.0 480.0,200.0 880.0,40.0 880.0,40.0");
        assertThat(svg.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("a < b & c");
    }
}

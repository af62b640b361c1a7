package io.blink.benchmarks.report;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Lines over two axes as an SVG file, without anything that needs another file. */
public final class SvgPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int LEFT = 80;
    private static final int TOP = 40;
    private static final int RIGHT = 20;
    private static final int BOTTOM = 60;
    private static final int LEGEND_STEP = 18;
    private static final List<String> COLORS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f");

    /** A place on an axis that has a text. */
    public record Tick(double value, String text) {}

    /** @param scale brings values to a number that grows evenly along the axis; both ends of the axis are ticks */
    public record Axis(String title, DoubleUnaryOperator scale, List<Tick> ticks) {
        private double share(double value) {
            double from = scale.applyAsDouble(ticks.get(0).value());
            double to = scale.applyAsDouble(ticks.get(ticks.size() - 1).value());
            return Math.max(0, Math.min(1, (scale.applyAsDouble(value) - from) / (to - from)));
        }
    }

    private record Line(String name, double[] x, double[] y) {}

    private final String title;
    private final Axis horizontal;
    private final Axis vertical;
    private final List<Line> lines = new ArrayList<>();

    public SvgPlot(String title, Axis horizontal, Axis vertical) {
        this.title = title;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** Points in the order in which they are joined. */
    public void line(String name, double[] x, double[] y) {
        lines.add(new Line(name, x, y));
    }

    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write the plot " + file, e);
        }
    }

    String text() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        label(svg, WIDTH / 2.0, TOP / 2.0, "middle", title);
        label(svg, WIDTH / 2.0, HEIGHT - 15, "middle", horizontal.title());
        label(svg, LEFT, TOP - 8, "end", vertical.title());
        for (Tick tick : horizontal.ticks()) {
            grid(svg, x(tick.value()), TOP, x(tick.value()), HEIGHT - BOTTOM);
            label(svg, x(tick.value()), HEIGHT - BOTTOM + 16, "middle", tick.text());
        }
        for (Tick tick : vertical.ticks()) {
            grid(svg, LEFT, y(tick.value()), WIDTH - RIGHT, y(tick.value()));
            label(svg, LEFT - 6, y(tick.value()) + 4, "end", tick.text());
        }
        for (int i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), COLORS.get(i % COLORS.size()), TOP + 16 + LEGEND_STEP * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private double x(double value) {
        return LEFT + horizontal.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - vertical.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(StringBuilder svg, Line line, String color, int legendAt) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                .append(color)
                .append("\" points=\"");
        for (int i = 0; i < line.x().length; i++) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(line.x()[i]), y(line.y()[i])));
        }
        svg.append("\"/>\n");
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"3\" fill=\"%s\"/>%n",
                LEFT + 12,
                legendAt - 5,
                color));
        label(svg, LEFT + 32, legendAt, "start", line.name());
    }

    private static void grid(StringBuilder svg, double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                fromX,
                fromY,
                toX,
                toY));
    }

    private static void label(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}

package io.blink.connectors.print;

import io.blink.connectors.SinkOnlyConnector;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

/** Makes the {@code print} connector. */
public final class PrintConnectorFactory implements ConnectorFactory {
    private static final String NAME = "print";

    static final ConfigOption<String> IDENTIFIER = ConfigOption.string(
            "print-identifier", "", "Text in front of each line, followed by the number of the task");

    static final ConfigOption<Boolean> STANDARD_ERROR = ConfigOption.bool(
            "standard-error", "false", "Whether lines go to standard error instead of standard output");

    /** What a writer needs of the table's options. */
    record PrintHandle(String identifier, boolean standardError) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        return List.of(IDENTIFIER, STANDARD_ERROR);
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new SinkOnlyConnector(NAME) {
            @Override
            public TableSink sink(CatalogTable table) {
                Configuration options = new Configuration(table.options());
                PrintHandle handle = new PrintHandle(options.get(IDENTIFIER), options.get(STANDARD_ERROR));
                return request ->
                        new SinkPlan(new ConnectorHandle(NAME, 1, PlanJson.write(handle)), List.of(), List.of(), NAME);
            }

            @Override
            public TableWriter writer(ConnectorHandle sink, WriterContext context) {
                PrintHandle handle = PlanJson.read(sink.json(), PrintHandle.class);
                return new PrintWriter(handle, context, handle.standardError() ? System.err : System.out);
            }
        };
    }
}

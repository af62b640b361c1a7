package io.blink.connectors.print;

import io.blink.connectors.SinkOnlyConnector;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
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
        return new SinkOnlyConnector(NAME, ChangelogMode.RETRACT) {
            @Override
            protected String handle(CatalogTable table) {
                Configuration options = new Configuration(table.options());
                return PlanJson.write(new PrintHandle(options.get(IDENTIFIER), options.get(STANDARD_ERROR)));
            }

            @Override
            public TableWriter writer(ConnectorHandle sink, WriterContext context) {
                PrintHandle handle = PlanJson.read(sink.json(), PrintHandle.class);
                return new PrintWriter(handle, context, handle.standardError() ? System.err : System.out);
            }
        };
    }
}

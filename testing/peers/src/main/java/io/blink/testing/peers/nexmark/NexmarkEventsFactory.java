package io.blink.testing.peers.nexmark;

import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes tables of events that end, with those options of Blink's connector that the benchmark sets. Instances need no class of Blink's core, which other Flink processes do not have. */
public final class NexmarkEventsFactory implements DynamicTableSourceFactory {
    private static final ConfigOption<String> EVENTS =
            ConfigOptions.key("events.num").stringType().noDefaultValue();

    private static final ConfigOption<String> RATE =
            ConfigOptions.key("first-event.rate").stringType().noDefaultValue();

    private static final ConfigOption<String> SPLITS =
            ConfigOptions.key("splits").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "nexmark";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(EVENTS, RATE, SPLITS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validate();
        Map<String, String> options = Map.of(
                EVENTS.key(), helper.getOptions().get(EVENTS),
                RATE.key(), helper.getOptions().get(RATE),
                SPLITS.key(), helper.getOptions().get(SPLITS));
        return NexmarkTableSource.of(options, context.getPhysicalRowDataType());
    }
}

package io.blink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.ConfigOption;
import io.blink.core.error.BlinkException;
import io.blink.session.setting.SettingKeys;
import io.blink.session.setting.SettingKeys.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    private static final Set<Scope> NEVER_READ = EnumSet.of(Scope.TOLERATED, Scope.FIXED);

    private final SettingKeys keys = ClientSettings.keys();

    @Test
    void eachOptionStandsInTheListAndIsNotTolerated() {
        for (ConfigOption<?> option : keys.options().values()) {
            assertThat(keys.scope(option.key()))
                    .as(option.key())
                    .isPresent()
                    .get()
                    .isNotIn(NEVER_READ);
        }
    }

    @Test
    void eachSupportedKeyOfTheListHasAnOption() {
        TreeSet<String> without = keys.names().stream()
                .filter(key -> !NEVER_READ.contains(keys.scope(key).orElseThrow()))
                .filter(key -> !keys.options().containsKey(key))
                .collect(Collectors.toCollection(TreeSet::new));
        // These are read as plain text before there are options.
        assertThat(without).containsExactly("blink.client.secret-file", "execution.target", "rest.address");
    }

    @Test
    void aMistypedKeyIsToldWithItsOrigin() {
        assertThatThrownBy(() -> keys.checkAll(Map.of("taskmanager.numberOfTaskSlot", "2"), "given with -D"))
                .isInstanceOf(BlinkException.class)
                .hasMessage("There is no setting 'taskmanager.numberOfTaskSlot' (given with -D)."
                        + " Did you mean 'taskmanager.numberOfTaskSlots'?");
    }

    @Test
    void aConfigurationOfFlinkIsTaken() {
        Map<String, String> flink = Map.of(
                "jobmanager.rpc.address", "localhost",
                "taskmanager.bind-host", "0.0.0.0",
                "flink.hadoop.dfs.replication", "1",
                "env.java.opts.all", "-Xlog");
        assertThatCode(() -> keys.checkAll(flink, "config.yaml")).doesNotThrowAnyException();
    }
}

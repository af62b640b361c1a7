package io.blink.scheduler.simulation;

import io.blink.core.spi.connector.Split;
import java.util.AbstractList;
import java.util.List;

/** What a turn of a master throws that meets a connector's answer of a kind that nobody thought of. */
final class PlantedMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    private PlantedMistake() {
        super("these splits cannot be looked at");
    }

    /** Splits that throw in the turn that looks at them. */
    static List<Split> splits() {
        return new AbstractList<>() {
            @Override
            public Split get(int index) {
                throw new PlantedMistake();
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }
}

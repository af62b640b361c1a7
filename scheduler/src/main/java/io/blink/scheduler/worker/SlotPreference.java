package io.blink.scheduler.worker;

import java.util.List;

/**
 * Which slots are wished for where there is a choice.
 *
 * @param workers that had the tasks before, one for each slot, since they may have copies of their state: these come first
 * @param hosts that hold the input, best first
 */
public record SlotPreference(List<String> workers, List<String> hosts) {
    public SlotPreference {
        workers = List.copyOf(workers);
        hosts = List.copyOf(hosts);
    }

    public static SlotPreference ofHosts(List<String> hosts) {
        return new SlotPreference(List.of(), hosts);
    }
}

package io.blink.scheduler.worker;

import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.runtime.control.MasterMessage;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.BackgroundWork;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a job master may ask of its cluster. Called in turns. */
public interface ClusterServices {
    ActorLoop loop();

    BackgroundWork background();

    int term();

    /** The cluster's settings; a job's own lie over them. */
    Configuration configuration();

    Connectors connectors();

    /** A message with the term filled in. */
    default MasterMessage.Builder message() {
        return MasterMessage.newBuilder().setTerm(term());
    }

    /** Enters a wish for slots; see {@link SlotRequest}. */
    SlotRequest requestSlots(
            String owner, int slotsMin, int slotsMax, SlotPreference preference, Consumer<List<SlotAddress>> granted);

    /** The wish is no longer there; it is not granted afterwards. */
    void withdraw(SlotRequest request);

    /** Nothing of the owner runs in these slots any more. Those of lost workers may be among them. */
    void release(List<SlotAddress> slots);

    /** The registered worker of that id. */
    Optional<RegisteredWorker> worker(String id);

    Collection<RegisteredWorker> workers();

    /** Slots that the cluster can ever have. */
    int slotsMax();

    /** For messages: slots there are, slots there may be. */
    String describeSlots();

    /** The worker no longer does what it is told. */
    void declareLost(RegisteredWorker worker, String reason);

    /** A task of a stream has lost its connection to a task of the worker. */
    void missed(RegisteredWorker worker);

    /** There is proof of a master of a higher term: this one stops at once and changes nothing any more. */
    void superseded(String proof);
}

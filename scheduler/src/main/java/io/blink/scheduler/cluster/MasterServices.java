package io.blink.scheduler.cluster;

import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.Connectors;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import io.blink.scheduler.worker.SlotAddress;
import io.blink.scheduler.worker.SlotPreference;
import io.blink.scheduler.worker.SlotProvider;
import io.blink.scheduler.worker.SlotRequest;
import io.blink.scheduler.worker.WorkerRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A master's workers, slots and threads, as its jobs may use them. */
final class MasterServices implements ClusterServices {
    private final int term;
    private final Configuration configuration;
    private final ActorLoop loop;
    private final BackgroundWork background;
    private final Connectors connectors;
    private final SlotProvider provider;
    private final WorkerRegistry registry;
    private final Consumer<String> onSuperseded;

    MasterServices(
            int term,
            Configuration configuration,
            ActorLoop loop,
            BackgroundWork background,
            Connectors connectors,
            SlotProvider provider,
            WorkerRegistry registry,
            Consumer<String> onSuperseded) {
        this.term = term;
        this.configuration = configuration;
        this.loop = loop;
        this.background = background;
        this.connectors = connectors;
        this.provider = provider;
        this.registry = registry;
        this.onSuperseded = onSuperseded;
    }

    @Override
    public ActorLoop loop() {
        return loop;
    }

    @Override
    public BackgroundWork background() {
        return background;
    }

    @Override
    public int term() {
        return term;
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public Connectors connectors() {
        return connectors;
    }

    @Override
    public SlotRequest requestSlots(
            String owner, int slotsMin, int slotsMax, SlotPreference preference, Consumer<List<SlotAddress>> granted) {
        return registry.slots().request(owner, slotsMin, slotsMax, preference, granted);
    }

    @Override
    public void withdraw(SlotRequest request) {
        registry.slots().withdraw(request);
    }

    @Override
    public void release(List<SlotAddress> slots) {
        registry.slots().release(slots);
    }

    @Override
    public Optional<RegisteredWorker> worker(String id) {
        return Optional.ofNullable(registry.worker(id));
    }

    @Override
    public Collection<RegisteredWorker> workers() {
        return registry.workers();
    }

    @Override
    public int slotsMax() {
        long most = (long) provider.workersMax() * provider.slotsPerWorker();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(most, registry.slots().totalSlots()));
    }

    @Override
    public String describeSlots() {
        return registry.slots().freeSlots() + " of " + registry.slots().totalSlots() + " slots are free, and "
                + provider.describe();
    }

    @Override
    public void declareLost(RegisteredWorker worker, String reason) {
        registry.lose(worker, reason);
    }

    @Override
    public void missed(RegisteredWorker worker) {
        registry.missed(worker);
    }

    @Override
    public void superseded(String proof) {
        onSuperseded.accept(proof);
    }
}

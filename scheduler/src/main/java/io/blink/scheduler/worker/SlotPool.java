package io.blink.scheduler.worker;

import io.blink.core.config.Configuration;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ActorLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The waiting wishes for slots, and their fulfilment. Slots are given in a turn of their own, never within the call that asks. */
public final class SlotPool {
    private final ActorLoop loop;
    private final SlotProvider provider;
    private final Supplier<Collection<RegisteredWorker>> workers;
    private final Duration stabilization;
    private final int spares;
    private final List<SlotRequest> requests = new ArrayList<>();
    private boolean assignPending;
    private int wanted;
    /** Whether workers came when they were last waited for. In a full cluster each stage of each query would wait for the same workers otherwise. */
    private boolean workersCome = true;

    SlotPool(
            ActorLoop loop,
            SlotProvider provider,
            Supplier<Collection<RegisteredWorker>> workers,
            Configuration configuration) {
        this.loop = loop;
        this.provider = provider;
        this.workers = workers;
        this.stabilization = configuration.get(SchedulerOptions.SLOT_STABILIZATION);
        this.spares = configuration.get(SchedulerOptions.SPARE_WORKERS);
    }

    public SlotRequest request(
            String owner, int slotsMin, int slotsMax, SlotPreference preference, Consumer<List<SlotAddress>> granted) {
        SlotRequest request = new SlotRequest(owner, slotsMin, slotsMax, loop.nanoTime(), preference, granted);
        requests.add(request);
        assignSoon();
        return request;
    }

    public void withdraw(SlotRequest request) {
        requests.removeIf(waiting -> waiting == request);
        assignSoon();
    }

    public void release(List<SlotAddress> slots) {
        for (SlotAddress slot : slots) {
            if (!slot.worker().lost()) {
                slot.worker().free(slot.index());
                slot.worker().busy(loop.nanoTime());
            }
        }
        assignSoon();
    }

    boolean nobodyWaits() {
        return requests.isEmpty();
    }

    /** A worker has registered that was not known. */
    void workerCame() {
        workersCome = true;
        assignSoon();
    }

    /** Something about workers, slots or wishes has changed. */
    public void assignSoon() {
        if (!assignPending) {
            assignPending = true;
            loop.execute(() -> {
                assignPending = false;
                assign();
            });
        }
    }

    private void assign() {
        List<SlotRequest> waiting = List.copyOf(requests);
        SlotPolicy.Decision decision = SlotPolicy.decide(
                waiting,
                freeSlots(),
                totalSlots(),
                provider.workersExpected() * provider.slotsPerWorker(),
                workersCome ? stabilization.toNanos() : 0,
                loop.nanoTime());
        workersCome &= !decision.waitedInVain();
        List<Runnable> grants = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            if (decision.slots().get(i) > 0) {
                SlotRequest request = waiting.get(i);
                List<SlotAddress> slots = take(request, decision.slots().get(i));
                requests.removeIf(open -> open == request);
                grants.add(() -> request.granted().accept(slots));
            }
        }
        want(decision.missing());
        if (decision.askAgainNanos() != Long.MAX_VALUE) {
            loop.schedule(Duration.ofNanos(decision.askAgainNanos()), this::assignSoon);
        }
        grants.forEach(Runnable::run);
    }

    private void want(int slotsMissing) {
        int perWorker = Math.max(1, provider.slotsPerWorker());
        int room = Math.max(0, provider.workersMax() - workers.get().size());
        int now = Math.min(room, (slotsMissing + perWorker - 1) / perWorker + sparesMissing());
        if (now != wanted || now > 0) {
            wanted = now;
            provider.want(now);
        }
    }

    private int sparesMissing() {
        int idle = (int) workers.get().stream()
                .filter(worker -> worker.usable() && worker.idle())
                .count();
        return SpareWorkers.missing(spares, workers.get().size() - idle, idle, !requests.isEmpty());
    }

    public int freeSlots() {
        return workers.get().stream()
                .filter(RegisteredWorker::usable)
                .mapToInt(RegisteredWorker::freeSlots)
                .sum();
    }

    public int totalSlots() {
        return workers.get().stream().mapToInt(RegisteredWorker::slots).sum();
    }

    /** Where the tasks were before, then near the input, then evenly over the workers. */
    private List<SlotAddress> take(SlotRequest request, int count) {
        List<SlotAddress> slots = new ArrayList<>();
        for (String previous : request.preference().workers()) {
            if (slots.size() < count) {
                usable().filter(worker -> worker.id().equals(previous))
                        .findFirst()
                        .ifPresent(worker -> take(request, worker, slots));
            }
        }
        Comparator<RegisteredWorker> nearAndFree = Comparator.<RegisteredWorker>comparingInt(
                        worker -> request.preference().hosts().contains(worker.host()) ? 0 : 1)
                .thenComparingInt(worker -> -worker.freeSlots())
                .thenComparing(RegisteredWorker::id);
        while (slots.size() < count) {
            take(request, usable().min(nearAndFree).orElseThrow(), slots);
        }
        return slots;
    }

    private Stream<RegisteredWorker> usable() {
        return workers.get().stream().filter(worker -> worker.usable() && worker.freeSlots() > 0);
    }

    private void take(SlotRequest request, RegisteredWorker worker, List<SlotAddress> slots) {
        slots.add(worker.take(request.owner()));
        worker.busy(loop.nanoTime());
    }
}

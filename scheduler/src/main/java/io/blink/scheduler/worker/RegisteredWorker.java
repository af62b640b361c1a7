package io.blink.scheduler.worker;

import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.WorkerLink;
import java.util.HashSet;
import java.util.Set;

/** A worker that has registered with this master and does not count as lost. */
public final class RegisteredWorker {
    private final String id;
    private final RegisterWorker registration;
    private final String[] slotOwners;
    /** Tasks that nobody wants and that still run there; while there are any, the worker's free slots are not given away. */
    private final Set<TaskAttemptId> leftovers = new HashSet<>();

    private WorkerLink link;
    private int connections = 1;
    private long heardNanos;
    private long idleSinceNanos;
    private boolean missed;
    private long missedNanos;
    private boolean lost;

    RegisteredWorker(String id, RegisterWorker registration, WorkerLink link, long nowNanos) {
        this.id = id;
        this.registration = registration;
        this.slotOwners = new String[registration.getSlots()];
        this.link = link;
        this.heardNanos = nowNanos;
        this.idleSinceNanos = nowNanos;
    }

    public String id() {
        return id;
    }

    public String host() {
        return registration.getHost();
    }

    public String dataHost() {
        return registration.getDataHost();
    }

    public int dataPort() {
        return registration.getDataPort();
    }

    public String logUrl() {
        return registration.getLogUrl();
    }

    public int slots() {
        return slotOwners.length;
    }

    /** Whether it counts as lost; what is sent to it then goes nowhere. */
    public boolean lost() {
        return lost;
    }

    /** Sends, if there is a connection; what is lost without one is repeated when the worker registers again. */
    public void send(MasterMessage message) {
        if (link != null) {
            link.send(message);
        }
    }

    long processId() {
        return registration.getProcessId();
    }

    WorkerLink link() {
        return link;
    }

    void link(WorkerLink newLink) {
        connections += newLink != null && newLink != link ? 1 : 0;
        link = newLink;
    }

    /** How many connections it has had: what was sent while there were fewer may be lost. */
    public int connections() {
        return connections;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    long heardNanos() {
        return heardNanos;
    }

    /** A peer has lost its connection to the worker. */
    void missed(long nowNanos) {
        missed = true;
        missedNanos = nowNanos;
    }

    boolean missedSince(long nanos) {
        return missed && missedNanos - nanos >= 0;
    }

    void markLost() {
        lost = true;
        link = null;
    }

    Set<TaskAttemptId> leftovers() {
        return leftovers;
    }

    boolean usable() {
        return !lost && link != null && leftovers.isEmpty();
    }

    int freeSlots() {
        int free = 0;
        for (String owner : slotOwners) {
            free += owner == null ? 1 : 0;
        }
        return free;
    }

    boolean idle() {
        return freeSlots() == slotOwners.length && leftovers.isEmpty();
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void busy(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    /** Gives a free slot to {@code owner}; the caller knows that there is one. */
    SlotAddress take(String owner) {
        for (int i = 0; i < slotOwners.length; i++) {
            if (slotOwners[i] == null) {
                slotOwners[i] = owner;
                return new SlotAddress(this, i);
            }
        }
        throw new IllegalStateException("no free slot in worker " + id);
    }

    void free(int index) {
        if (slotOwners[index] == null) {
            throw new IllegalStateException("slot " + index + " of worker " + id + " is free already");
        }
        slotOwners[index] = null;
    }
}

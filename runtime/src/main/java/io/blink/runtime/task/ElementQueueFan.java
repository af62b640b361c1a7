package io.blink.runtime.task;

import io.blink.core.column.Batch;
import io.blink.runtime.exchange.Element;
import java.util.ArrayList;
import java.util.List;

/** From one operator to all operators of the task that take its rows. */
final class ElementQueueFan implements ChainedOperator.Downstream {
    private final List<ElementQueue> queues = new ArrayList<>();

    ElementQueue addQueue() {
        ElementQueue queue = new ElementQueue();
        queues.add(queue);
        return queue;
    }

    @Override
    public boolean hasRoom() {
        for (ElementQueue queue : queues) {
            if (!queue.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void rows(Batch batch) {
        Element.Rows rows = new Element.Rows(batch);
        queues.forEach(queue -> queue.add(rows));
    }

    @Override
    public void control(Element control) {
        queues.forEach(queue -> queue.add(control));
    }

    @Override
    public boolean abandoned() {
        return !queues.isEmpty() && queues.stream().allMatch(ElementQueue::closed);
    }
}

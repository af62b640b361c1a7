package io.blink.runtime.task;

import io.blink.runtime.exchange.Element;
import java.util.ArrayDeque;

/** From one operator to the next inside a task: at most one batch, and the control events around it. Used by the driver's thread only. */
final class ElementQueue implements ElementSource {
    private final ArrayDeque<Element> elements = new ArrayDeque<>();
    private int batches;
    private boolean closed;

    boolean hasRoom() {
        return closed || batches == 0;
    }

    boolean closed() {
        return closed;
    }

    void add(Element element) {
        if (closed) {
            return;
        }
        elements.add(element);
        batches += element instanceof Element.Rows ? 1 : 0;
    }

    @Override
    public Element poll() {
        Element element = elements.poll();
        batches -= element instanceof Element.Rows ? 1 : 0;
        return element;
    }

    /** The consumer wants nothing any more. */
    @Override
    public void close() {
        closed = true;
        elements.clear();
        batches = 0;
    }
}

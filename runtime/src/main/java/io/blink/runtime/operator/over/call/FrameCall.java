package io.blink.runtime.operator.over.call;

/** A call that looks at the frames of the current page, which are there when it begins. */
public abstract class FrameCall extends OverCall {
    private final Frame frame;

    public FrameCall(Frame frame) {
        this.frame = frame;
    }

    public final Frame frame() {
        return frame;
    }
}

package io.blink.runtime.operator.over;

/** A call that looks at the frames of the current page, which are there when it begins. */
abstract class FrameCall extends OverCall {
    private final Frame frame;

    FrameCall(Frame frame) {
        this.frame = frame;
    }

    final Frame frame() {
        return frame;
    }
}

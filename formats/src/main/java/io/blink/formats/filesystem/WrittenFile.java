package io.blink.formats.filesystem;

/** A file that a writer has finished. @param staged where it lies @param target where the commit moves it; its partition's folder included */
record WrittenFile(String staged, String target, String partition, long bytes) implements Prepared {}

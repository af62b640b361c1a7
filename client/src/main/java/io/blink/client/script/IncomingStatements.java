package io.blink.client.script;

import io.blink.client.ClientErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The statements of a text that is still being written: each is there as soon as the line with its semicolon is, so that a program can ask through a pipe and wait for
 * the answer before it asks again. Asking for the next one blocks; an interrupt ends the statements if the reader's channel allows it.
 */
final class IncomingStatements implements Iterator<StatementText> {
    private final BufferedReader lines;
    private final Deque<StatementText> whole = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private int linesBefore;
    private int linesOfText;
    private boolean ended;

    IncomingStatements(BufferedReader lines) {
        this.lines = lines;
    }

    /** What comes through a pipe or a terminal. Unlike a stream, a channel lets an interrupt end the wait for input. */
    static IncomingStatements from(FileInputStream input) {
        FileChannel channel = input.getChannel();
        // A reader takes a file channel for a file, of which there is always more at once, and would wait for a full
        // buffer.
        ReadableByteChannel asItComes = new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                return channel.read(target);
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
        return new IncomingStatements(new BufferedReader(Channels.newReader(asItComes, StandardCharsets.UTF_8)));
    }

    /** Whether the last statement is ended by a semicolon outside of strings, names and comments; also when there is none. */
    static boolean areWhole(String text) {
        try {
            int statements = StatementParser.splitScript(text).size();
            // A word behind it is part of the last statement, unless that is ended.
            return statements == 0 || StatementParser.splitScript(text + "\nx").size() > statements;
        } catch (BlinkException e) {
            // A string, a name or a comment is still open.
            return false;
        }
    }

    @Override
    public boolean hasNext() {
        while (whole.isEmpty() && !ended) {
            read();
        }
        return !whole.isEmpty();
    }

    @Override
    public StatementText next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return whole.remove();
    }

    private void read() {
        String line = line();
        ended = line == null;
        if (!ended) {
            text.append(line).append('\n');
            linesOfText++;
        }
        if (ended || (line.indexOf(';') >= 0 && areWhole(text.toString()))) {
            StatementParser.splitScript(text.toString()).forEach(this::add);
            text.setLength(0);
            linesBefore += linesOfText;
            linesOfText = 0;
        }
    }

    private void add(StatementText statement) {
        SourcePosition start = statement.start();
        whole.add(new StatementText(statement.text(), new SourcePosition(start.line() + linesBefore, start.column())));
    }

    private String line() {
        try {
            return lines.readLine();
        } catch (ClosedByInterruptException e) {
            return null;
        } catch (IOException e) {
            throw new BlinkException(
                    ClientErrorCode.SCRIPT_NOT_READABLE, "Standard input cannot be read: " + e.getMessage(), e);
        }
    }
}

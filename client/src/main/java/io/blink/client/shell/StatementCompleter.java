package io.blink.client.shell;

import io.blink.sql.QueryPlanner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords, functions, tables, and columns of the tables that the statement mentions. */
final class StatementCompleter implements Completer {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$]+");

    private final Names names;
    private final List<String> functions = QueryPlanner.functionNames();

    StatementCompleter(Names names) {
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        for (String name : suggestions(line.line(), line.cursor(), line.word())) {
            // No blank behind the name: a dot, a bracket or a comma may follow.
            candidates.add(new Candidate(name, name, null, null, null, null, false));
        }
    }

    /** What may stand at the cursor in place of the word that begins there. */
    Set<String> suggestions(String text, int cursor, String word) {
        Set<String> found = new LinkedHashSet<>();
        String before = text.substring(0, cursor - word.length());
        if (before.endsWith(".")) {
            String qualifier = lastName(before);
            addStarting(word, names.columnsOf(qualifier), found);
            addStarting(word, names.tablesOf(qualifier), found);
            return found;
        }
        if (Keywords.BEFORE_TABLE.contains(lastName(before).toUpperCase(Locale.ROOT))) {
            addStarting(word, names.tables(), found);
            addStarting(word, names.databases(), found);
            addStarting(word, List.of("IF", "TABLE", "SELECT"), found);
            return found;
        }
        for (String table : mentionedTables(text)) {
            addStarting(word, names.columnsOf(table), found);
        }
        if (!word.isEmpty()) {
            addStarting(word, names.tables(), found);
            addStarting(word, functions, found);
            addStarting(word, names.functions(), found);
        }
        addStarting(word, Keywords.ALL, found);
        return found;
    }

    private static String lastName(String before) {
        List<String> all = namesIn(before);
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    private static List<String> namesIn(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).toList();
    }

    private List<String> mentionedTables(String text) {
        List<String> mentioned = new ArrayList<>(names.tables());
        Set<String> words = new LinkedHashSet<>();
        namesIn(text).forEach(name -> words.add(name.toLowerCase(Locale.ROOT)));
        mentioned.removeIf(table -> !words.contains(table.toLowerCase(Locale.ROOT)));
        return mentioned;
    }

    /** Keywords and functions in the case in which the user types, names as they are. */
    private static void addStarting(String word, Collection<String> from, Set<String> found) {
        String prefix = word.toLowerCase(Locale.ROOT);
        boolean lower = !word.isEmpty() && word.equals(prefix);
        for (String name : from) {
            if (name.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                found.add(lower && name.equals(name.toUpperCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name);
            }
        }
    }
}

package dev.handfast.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.web.Form.Read;
import dev.handfast.web.Form.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;

final class FormTest {
    private static final long SEED = 20_261_124;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a=1                       | {a=1}
                    a=1&b=2                   | {a=1, b=2}
                    a                         | {a=}
                    a=                        | {a=}
                    &&a=1&                    | {a=1}
                    a=1=2                     | {a=1=2}
                    a=x+y%2Bz                 | {a=x y+z}
                    a[b]=1                    | {a={b=1}}
                    a%5Bb%5D=1                | {a={b=1}}
                    a[b][c]=1&a[b][d]=2       | {a={b={c=1, d=2}}}
                    a[]=x&a[]=y               | {a={0=x, 1=y}}
                    a[0]=x&a[1]=y             | {a={0=x, 1=y}}
                    a[0][b]=x&a[1][b]=y       | {a={0={b=x}, 1={b=y}}}
                    n=%E8%8C%B6               | {n=茶}
                    """)
    void nests_parameters_by_their_brackets(String form, String expected) {
        assertEquals(expected, shown(form.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a=1&a=2          | a       | given twice
                    a[b]=1&a[b]=2    | a[b]    | given twice
                    a=1&a[b]=2       | a[b]    | both as text and with brackets
                    a[b]=2&a=1       | a       | both as text and with brackets
                    [a]=1            | [a]     | brackets as in a[b][c]
                    =1               | ""      | brackets as in a[b][c]
                    a]=1             | a]      | brackets as in a[b][c]
                    a[b=1            | a[b     | brackets as in a[b][c]
                    a[b]c=1          | a[b]c   | brackets as in a[b][c]
                    a[b[c]]=1        | a[b[c]] | brackets as in a[b][c]
                    """)
    void names_the_parameter_it_refuses(String form, String parameter, String message) {
        Read.Refused refused =
                assertInstanceOf(Read.Refused.class, Form.parse(form.getBytes(UTF_8)));
        assertEquals(parameter, refused.parameter().orElseThrow());
        assertTrue(refused.message().contains(message), refused.message());
    }

    @ParameterizedTest
    @CsvSource({"a=%", "a=%4", "a=%zz", "a=%C3", "a=%FF%FE", "%C0%AF=1", "a=%ED%A0%80"})
    void refuses_what_is_not_percent_encoded_utf_8(String form) {
        Read.Refused refused =
                assertInstanceOf(Read.Refused.class, Form.parse(form.getBytes(UTF_8)));
        assertTrue(refused.message().contains("percent-encoded UTF-8"), refused.message());
    }

    @Test
    void refuses_bytes_of_another_encoding() {
        assertInstanceOf(Read.Refused.class, Form.parse("a=caf\u00e9".getBytes(ISO_8859_1)));
    }

    @Test
    void has_a_limit_on_everything() {
        String many = "a[]=1&".repeat(Form.PARAMETERS_MAX + 1);
        String deep = "a" + "[b]".repeat(Form.DEPTH_MAX + 1) + "=1";
        String longName = "a".repeat(Form.NAME_LENGTH_MAX + 1) + "=1";
        for (String form : new String[] {many, deep, longName}) {
            Read.Refused refused =
                    assertInstanceOf(Read.Refused.class, Form.parse(form.getBytes(UTF_8)));
            assertTrue(refused.message().contains("at most"), refused.message());
        }
        String justDeep = "a" + "[b]".repeat(Form.DEPTH_MAX) + "=1";
        assertInstanceOf(Read.Good.class, Form.parse(justDeep.getBytes(UTF_8)));
    }

    @Test
    void any_bytes_give_a_form_or_a_refusal() {
        Random random = new Random(SEED);
        byte[] alphabet = "ab[]=&%+01C3\u00ff".getBytes(ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            byte[] form = new byte[random.nextInt(40)];
            for (int j = 0; j < form.length; j++) {
                form[j] = alphabet[random.nextInt(alphabet.length)];
            }
            Read read = Form.parse(form);
            assertTrue(read instanceof Read.Good || read instanceof Read.Refused);
        }
    }

    private static String shown(byte[] form) {
        Read.Good good = assertInstanceOf(Read.Good.class, Form.parse(form));
        return shown(good.form().fields());
    }

    private static String shown(SequencedMap<String, Value> fields) {
        return fields.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey()
                                        + "="
                                        + switch (entry.getValue()) {
                                            case Value.Text(String text) -> text;
                                            case Value.Fields(var below) -> shown(below);
                                        })
                .collect(Collectors.joining(", ", "{", "}"));
    }
}

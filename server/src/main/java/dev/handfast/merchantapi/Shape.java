package dev.handfast.merchantapi;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of an answered object, written as a table: one line per field with its name, its type
 * and a sentence.
 *
 * <p>Types are {@code text}, {@code int}, {@code bool}, {@code time} (seconds since 1970), {@code
 * map} (the merchant's own data), {@code any}, {@code =one|other} (these words), {@code @name}
 * (another shape), {@code id@name} (its id, or in full where expanded), {@code list@name} (a page
 * of them), and {@code [type]} for an array. A {@code ?} behind the type means that it may be null,
 * a {@code -} that the field may be missing.
 *
 * @param name as in the answer's {@code object}, where it has one
 * @param doc what it is
 * @param fields its fields in order
 */
record Shape(String name, String doc, List<Field> fields) {
    private static final Pattern BLANKS = Pattern.compile(" +");

    /**
     * One field.
     *
     * @param type without its marks
     * @param nullable whether it may be null
     * @param always whether it is always there
     */
    record Field(String name, String type, boolean nullable, boolean always, String doc) {
        private static Field read(String line) {
            String[] cells = BLANKS.split(line.strip(), 3);
            if (cells.length < 2) {
                throw new IllegalArgumentException("a field has a name and a type: " + line);
            }
            String type = cells[1];
            boolean always = !type.endsWith("-");
            type = always ? type : type.substring(0, type.length() - 1);
            boolean nullable = type.endsWith("?");
            type = nullable ? type.substring(0, type.length() - 1) : type;
            return new Field(cells[0], type, nullable, always, cells.length == 3 ? cells[2] : "");
        }

        private ObjectNode schema() {
            ObjectNode schema = schema(type);
            if (nullable) {
                ObjectNode either = Json.object();
                ObjectNode none = Json.object();
                none.put("type", "null");
                either.set("anyOf", Json.array().add(schema).add(none));
                schema = either;
            }
            if (!doc.isEmpty()) {
                schema.put("description", doc);
            }
            return schema;
        }

        private static ObjectNode schema(String type) {
            ObjectNode schema = Json.object();
            switch (type) {
                case "text" -> schema.put("type", "string");
                case "int" -> schema.put("type", "integer");
                case "bool" -> schema.put("type", "boolean");
                case "time" -> {
                    schema.put("type", "integer");
                    schema.put("format", "unix-time");
                }
                case "map" -> {
                    schema.put("type", "object");
                    ObjectNode value = Json.object();
                    value.put("type", "string");
                    schema.set("additionalProperties", value);
                }
                case "any" -> {}
                default -> {
                    return composed(type);
                }
            }
            return schema;
        }

        private static ObjectNode composed(String type) {
            ObjectNode schema = Json.object();
            if (type.startsWith("=")) {
                ArrayNode words = Json.array();
                List.of(type.substring(1).split("\\|", -1)).forEach(words::add);
                schema.put("type", "string");
                schema.set("enum", words);
            } else if (type.startsWith("@")) {
                return OpenApi.ref(type.substring(1));
            } else if (type.startsWith("id@")) {
                schema.set(
                        "anyOf",
                        Json.array().add(schema("text")).add(OpenApi.ref(type.substring(3))));
            } else if (type.startsWith("list@")) {
                return OpenApi.page(type.substring(5));
            } else if (type.startsWith("[") && type.endsWith("]")) {
                schema.put("type", "array");
                schema.set("items", schema(type.substring(1, type.length() - 1)));
            } else {
                throw new IllegalArgumentException("no type of a field: " + type);
            }
            return schema;
        }
    }

    /** Copies the list. */
    Shape {
        fields = List.copyOf(fields);
    }

    /** A shape from its table. */
    static Shape of(String name, String doc, String table) {
        List<Field> fields = new ArrayList<>();
        table.lines().filter(line -> !line.isBlank()).forEach(line -> fields.add(Field.read(line)));
        return new Shape(name, doc, fields);
    }

    /** The shape as JSON Schema. */
    ObjectNode schema() {
        ObjectNode properties = Json.object();
        ArrayNode required = Json.array();
        for (Field field : fields) {
            properties.set(field.name(), field.schema());
            if (field.always()) {
                required.add(field.name());
            }
        }
        ObjectNode schema = Json.object();
        schema.put("type", "object");
        schema.put("description", doc);
        schema.set("properties", properties);
        schema.set("required", required);
        // A shape without fields is somebody else's object, passed on as it is.
        schema.put("additionalProperties", fields.isEmpty());
        return schema;
    }
}

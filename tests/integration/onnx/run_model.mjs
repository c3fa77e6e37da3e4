// Runs an exported model: node run_model.mjs MODEL.onnx USERS.json
// USERS.json: a list of {demographics, liked, disliked}, arrays of numbers. Prints {movie_ids, probabilities} as JSON.
import {readFileSync} from "node:fs";
import {InferenceSession, Tensor} from "onnxruntime-node";

const [model, users] = process.argv.slice(2);
const session = await InferenceSession.create(model, {executionProviders: ["cpu"], intraOpNumThreads: 1});
const row = (values) => new Tensor("float32", Float32Array.from(values), [1, values.length]);
const answer = {movie_ids: [], probabilities: []};
for (const user of JSON.parse(readFileSync(users, "utf8"))) {
    const result = await session.run({
        demographics: row(user.demographics),
        liked: row(user.liked),
        disliked: row(user.disliked),
    });
    answer.movie_ids = Array.from(result.movie_ids.data, Number);
    answer.probabilities.push(Array.from(result.probability.data));
}
console.log(JSON.stringify(answer));

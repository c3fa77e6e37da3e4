#include "infrastructure/training/torch_trainer.hpp"
#include "main/composition.hpp"

int main(int count, char** values) {
    return neurec::Composition({values, values + count},
                               [](const std::vector<std::string>&) {
                                   return neurec::infrastructure::training::make_torch_trainer();
                               })
        .run();
}
